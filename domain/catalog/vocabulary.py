"""The closed vocabularies of the catalogue. A word that is not here is not a legal value in `data/`."""

from __future__ import annotations

from enum import StrEnum


class Platform(StrEnum):
    """The three platforms, in the order in which every screen shows them."""

    VSPHERE = "vsphere"
    OVE = "ove"
    AZURE_LOCAL = "azure_local"

    @property
    def label(self) -> str:
        return {"vsphere": "VMware vSphere", "ove": "OVE", "azure_local": "Azure Local"}[self.value]


class Verdict(StrEnum):
    """How the quick reference's cell stands against its sources."""

    AGREES = "agrees"
    OUTDATED = "outdated"
    INCOMPLETE = "incomplete"
    CONTRADICTED = "contradicted"
    AMBIGUOUS = "ambiguous"
    UNVERIFIABLE = "unverifiable"

    @property
    def meaning(self) -> str:
        return {
            "agrees": "The sources say the same.",
            "outdated": "It was right for an older version.",
            "incomplete": "Right as far as it goes, but a condition that matters is missing.",
            "contradicted": "The best source says something else.",
            "ambiguous": "It can be read in more than one way, and not every reading is right.",
            "unverifiable": "No public source was found that states it.",
        }[self.value]


class Grade(StrEnum):
    """How good the evidence is."""

    PRIMARY = "primary"
    SECONDARY = "secondary"
    UNCONFIRMED = "unconfirmed"
    COMPUTED = "computed"

    @property
    def meaning(self) -> str:
        return {
            "primary": "Vendor documentation or the product's own source code.",
            "secondary": "A blog, a third-party repository or a community page.",
            "unconfirmed": "Common knowledge among practitioners; no source named.",
            "computed": "Computed or deduced from other values.",
        }[self.value]


class LimitKind(StrEnum):
    """What stands behind a number: the kinds are never compared as if they were one."""

    RECOMMENDED = "recommended"
    DEFAULT = "default"
    TESTED = "tested"
    SUPPORTED = "supported"
    THEORETICAL = "theoretical"


class Better(StrEnum):
    """Which direction of a number an architect wants."""

    HIGHER = "higher"
    LOWER = "lower"
    NEITHER = "neither"


class FitInput(StrEnum):
    """The inputs of "does my VM fit?" that a key number can bound."""

    VCPU = "vcpu"
    RAM_TB = "ram_tb"
    NODES = "nodes"
    VMS = "vms"


class Danger(StrEnum):
    """What a command can do to a running VM or to its data."""

    READ_ONLY = "read-only"
    CHANGE = "change"
    DISRUPTIVE = "disruptive"
    DESTRUCTIVE = "destructive"

    @property
    def meaning(self) -> str:
        return {
            "read-only": "Changes nothing.",
            "change": "Changes something; reversible, no outage.",
            "disruptive": "The guest stops, pauses or slows down.",
            "destructive": "Data or state can be lost.",
        }[self.value]


class Shell(StrEnum):
    """The shell a command is meant for; decides how names are quoted."""

    SH = "sh"
    POWERSHELL = "powershell"


class FieldKind(StrEnum):
    """What a fill-in field of a command may hold."""

    TEXT = "text"
    NUMBER = "number"
    QUANTITY = "quantity"


class Match(StrEnum):
    """How close an equivalent comes to the vSphere concept."""

    DIRECT = "direct"
    PARTIAL = "partial"
    NONE = "none"

    @property
    def meaning(self) -> str:
        return {
            "direct": "Does the same job.",
            "partial": "Does part of the job, or does it in another way.",
            "none": "No direct equivalent.",
        }[self.value]


class Severity(StrEnum):
    """How a live-migration blocker bites."""

    BLOCKER = "blocker"
    CONDITIONAL = "conditional"
    RISK = "risk"
    INFO = "info"

    @property
    def meaning(self) -> str:
        return {
            "blocker": "Refused, or certain to fail.",
            "conditional": "Blocks in some configurations or versions.",
            "risk": "May fail, hang or hurt the guest.",
            "info": "A common misunderstanding, a limit or a follow-up.",
        }[self.value]


class Priority(StrEnum):
    """How much a checklist item matters."""

    MUST = "must"
    SHOULD = "should"
    NOTE = "note"

    @property
    def meaning(self) -> str:
        return {
            "must": "The migration fails, or data is at risk, if it is missed.",
            "should": "A risk if it is missed.",
            "note": "Good to know.",
        }[self.value]


class Phase(StrEnum):
    """The three phases of the move from VMware to OVE, in order."""

    PRE_FLIGHT = "pre-flight"
    EXECUTION = "execution"
    VALIDATION = "validation"

    @property
    def label(self) -> str:
        return {
            "pre-flight": "Pre-flight",
            "execution": "Migration execution",
            "validation": "Post-migration validation",
        }[self.value]


class SettingPlace(StrEnum):
    """Where a live-migration setting is written."""

    MIGRATION_POLICY = "migration_policy"
    HYPERCONVERGED = "hyperconverged"
    KUBEVIRT = "kubevirt"

    @property
    def label(self) -> str:
        return {
            "migration_policy": "MigrationPolicy",
            "hyperconverged": "HyperConverged CR",
            "kubevirt": "KubeVirt CR",
        }[self.value]


class MigrationTask(StrEnum):
    """What a command of live migration is for, in the order in which one goes about it."""

    SETTINGS = "settings"
    NETWORK = "network"
    MOVE = "move"
    VERIFY = "verify"


class ContradictionKind(StrEnum):
    """Whether the quick reference disagrees with itself, or two authorities with each other."""

    INSIDE = "inside"
    BETWEEN = "between"


class RuleKind(StrEnum):
    """What a rule of the decision studio says, in the order in which results show it."""

    EXCLUSION = "exclusion"
    CONFLICT = "conflict"
    REQUIREMENT = "requirement"
    COST = "cost"
    RECOMMENDATION = "recommendation"

    @property
    def meaning(self) -> str:
        return {
            "exclusion": "The platform cannot run the workload as it is described.",
            "conflict": "Two wishes cannot both be met.",
            "requirement": "It works if this is provided.",
            "cost": "It works, and this is its price.",
            "recommendation": "How it is best done.",
        }[self.value]


class WorkloadOutcome(StrEnum):
    """Where a workload stands on a platform, from worst to best.

    `unknown`: nothing speaks against it, but it asks for something of which no rule of the platform speaks.
    """

    EXCLUDED = "excluded"
    CONFLICT = "conflict"
    UNKNOWN = "unknown"
    CONDITIONS = "conditions"
    FITS = "fits"

    @property
    def label(self) -> str:
        return {
            "excluded": "does not fit",
            "conflict": "conflicts with a wish",
            "unknown": "not fully researched",
            "conditions": "fits, with conditions",
            "fits": "fits",
        }[self.value]


class WritePattern(StrEnum):
    """Where in its working set a guest writes."""

    RANDOM = "random"
    SEQUENTIAL = "sequential"
    HOT_COLD = "hot and cold"

    @property
    def meaning(self) -> str:
        return {
            "random": "Every page of the working set is as likely as any other.",
            "sequential": "Page after page, round and round, as a log or a scan does.",
            "hot and cold": "Nine writes in ten go to a tenth of the working set.",
        }[self.value]


class TransferKind(StrEnum):
    """What stands behind a number of MTV's disk transfer."""

    SEEN = "seen in the lab"
    RULE = "planning rule"
    DEFAULT = "default or limit"


class Behaviour(StrEnum):
    """In what the platforms' live migrations differ."""

    STOP_RULE = "stop rule"
    PASS_LIMIT = "pass limit"  # noqa: S105
    THROTTLING = "throttling"
    POST_COPY = "post-copy"
    DEADLINE = "deadline"
    STREAMS = "streams"
    STREAM_RATE = "rate of one stream"
    ENCRYPTION = "encryption"
    CAP = "bandwidth cap"
    ZERO_PAGES = "zero pages"
    CONCURRENCY = "at once per host"
    CLUSTER = "at once per cluster"
