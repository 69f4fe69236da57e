"""The closed vocabularies of the catalogue. A word that is not here is not a legal value in `data/`."""

from __future__ import annotations

from enum import StrEnum
from typing import Self


class Word(StrEnum):
    """A word of a vocabulary that is shown: its value, as files and links have it, its label on a screen, and its meaning."""

    label: str
    meaning: str
    rank: int
    """The place in the vocabulary's order, from 0."""

    def __new__(cls, value: str, label: str = "", meaning: str = "") -> Self:
        """The value alone is the member; it is the label too where none is given."""
        word = str.__new__(cls, value)
        word._value_, word.label, word.meaning = value, label or value, meaning
        word.rank = len(cls.__members__)
        return word

    @property
    def explained(self) -> str:
        """The label and what it means."""
        return f"{self.label}: {self.meaning}"


class Platform(Word):
    """The three platforms, in the order in which every screen shows them."""

    VSPHERE = "vsphere", "VMware vSphere"
    OVE = "ove", "OVE"
    AZURE_LOCAL = "azure_local", "Azure Local"


class Verdict(Word):
    """How the quick reference's cell stands against its sources."""

    AGREES = "agrees", "agrees", "The sources say the same."
    OUTDATED = "outdated", "outdated", "It was right for an older version."
    INCOMPLETE = "incomplete", "incomplete", "Right as far as it goes, but a condition that matters is missing."
    CONTRADICTED = "contradicted", "contradicted", "The best source says something else."
    AMBIGUOUS = "ambiguous", "ambiguous", "It can be read in more than one way, and not every reading is right."
    UNVERIFIABLE = "unverifiable", "unverifiable", "No public source was found that states it."


class Grade(Word):
    """How good the evidence is."""

    PRIMARY = "primary", "primary", "Vendor documentation or the product's own source code."
    SECONDARY = "secondary", "secondary", "A blog, a third-party repository or a community page."
    UNCONFIRMED = "unconfirmed", "unconfirmed", "Common knowledge among practitioners; no source named."
    COMPUTED = "computed", "computed", "Computed or deduced from other values."


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


class Danger(Word):
    """What a command can do to a running VM or to its data."""

    READ_ONLY = "read-only", "read-only", "Changes nothing."
    CHANGE = "change", "change", "Changes something; reversible, no outage."
    DISRUPTIVE = "disruptive", "disruptive", "The guest stops, pauses or slows down."
    DESTRUCTIVE = "destructive", "destructive", "Data or state can be lost."


class Shell(StrEnum):
    """The shell a command is meant for; decides how names are quoted."""

    SH = "sh"
    POWERSHELL = "powershell"


class FieldKind(StrEnum):
    """What a fill-in field of a command may hold."""

    TEXT = "text"
    NUMBER = "number"
    QUANTITY = "quantity"


class Match(Word):
    """How close an equivalent comes to the vSphere concept."""

    DIRECT = "direct", "direct", "Does the same job."
    PARTIAL = "partial", "partial", "Does part of the job, or does it in another way."
    NONE = "none", "no direct equivalent", "No direct equivalent."


class Severity(Word):
    """How a live-migration blocker bites."""

    BLOCKER = "blocker", "blocker", "Refused, or certain to fail."
    CONDITIONAL = "conditional", "conditional", "Blocks in some configurations or versions."
    RISK = "risk", "risk", "May fail, hang or hurt the guest."
    INFO = "info", "info", "A common misunderstanding, a limit or a follow-up."


class Priority(Word):
    """How much a checklist item matters."""

    MUST = "must", "must", "The migration fails, or data is at risk, if it is missed."
    SHOULD = "should", "should", "A risk if it is missed."
    NOTE = "note", "note", "Good to know."


class Phase(Word):
    """The three phases of the move from VMware to OVE, in order."""

    PRE_FLIGHT = "pre-flight", "Pre-flight"
    EXECUTION = "execution", "Migration execution"
    VALIDATION = "validation", "Post-migration validation"


class SettingPlace(Word):
    """Where a live-migration setting is written."""

    MIGRATION_POLICY = "migration_policy", "MigrationPolicy"
    HYPERCONVERGED = "hyperconverged", "HyperConverged CR"
    KUBEVIRT = "kubevirt", "KubeVirt CR"


class BuildPart(Word):
    """For which occasion a command of data/builds.yaml is, in the order in which they come."""

    BRING = "bring", "To bring it from VMware"
    BUILD = "build", "To build it"
    INSTEAD = "instead", "Or instead, as a VM managed through Azure Arc"
    SERVICE = "service", "On the day its host is serviced"


class MigrationTask(StrEnum):
    """What a command of live migration is for, in the order in which one goes about it."""

    SETTINGS = "settings"
    NETWORK = "network"
    MOVE = "move"
    VERIFY = "verify"


class ContradictionKind(Word):
    """Whether the quick reference disagrees with itself, or two authorities with each other."""

    INSIDE = "inside", "Inside the quick reference"
    BETWEEN = "between", "Between authoritative sources"


class RuleKind(Word):
    """What a rule of the wizard says, in the order in which results show it."""

    EXCLUSION = "exclusion", "exclusion", "The platform cannot run the workload as it is described."
    CONFLICT = "conflict", "conflict", "Two requirements cannot both be met."
    GAP = "gap", "not researched", "No source that could be read answers this; the note says what was searched."
    REQUIREMENT = "requirement", "requirement", "It works if this is provided."
    COST = "cost", "cost", "It works, and this is its price."
    RECOMMENDATION = "recommendation", "recommendation", "How it is best done."
    NOTE = "note", "no matter here", "The answer makes no difference on this platform."


class Weight(Word):
    """How heavy a rule that fired lies on a workload that fits, heaviest first."""

    PREPARATION = "preparation", "blocking preparation", "Without it the move or the start fails."
    CONDITION = "condition", "condition", "It has to be checked or provided for some configurations."
    COST = "cost", "cost in operation", "It works, and this is its price."
    REMARK = "remark", "remark", "Nothing has to be done."


class WorkloadOutcome(Word):
    """Where a workload stands on a platform, from worst to best.

    `unknown`: nothing speaks against it, but it asks for something of which no source says how it stands there.
    """

    EXCLUDED = "excluded", "does not fit"
    CONFLICT = "conflict", "conflicts with a demand"
    UNKNOWN = "unknown", "not fully researched"
    UNANSWERED = "unanswered", "no answers yet"
    CONDITIONS = "conditions", "fits, with conditions"
    FITS = "fits", "fits"


class GuestState(Word):
    """How a guest system stands with a platform, or with a tool that moves it."""

    SUPPORTED = "supported", "supported", "It is on the vendor's list."
    WITH_CONDITIONS = "with-conditions", "supported with conditions", "It is on the vendor's list, if something is provided."
    WORKS = "works", "works, not on a list", "The software knows it, but no list of the vendor's that could be read names it."
    UNSUPPORTED = "unsupported", "not supported", "The vendor says so, or its list begins later or ends earlier."
    NOT_STATED = "not-stated", "not stated", "No source that could be read says how it stands."


class MoveTool(Word):
    """What moves a VM from VMware to a platform."""

    MTV = "mtv", "MTV"
    AZURE_MIGRATE = "azure_migrate", "Azure Migrate"

    @property
    def leads_to(self) -> Platform:
        return Platform.OVE if self is MoveTool.MTV else Platform.AZURE_LOCAL


class SupportPhase(Word):
    """The stretches of a release's support, in order; what its vendor calls them is a fact of the product."""

    FULL = "full", "full"
    LIMITED = "limited", "limited"
    EXTRA = "extra", "extra"


class SupportState(Word):
    """Where a release stands on a day, from worst to best; what is not known comes last."""

    ENDED = "ended", "ended", "Every phase of its support is over."
    ENDING = "ends within 12 months", "ends within 12 months", "Its current phase of support ends within a year."
    LIMITED = (
        "limited support",
        "limited support",
        "Its first phase is over; a lesser one runs for more than a year.",
    )
    SUPPORTED = "in support", "supported", "Its first phase of support runs for more than a year."
    NOT_KNOWN = "not known", "not known", "No source says until when it is supported, or whether it still is."


class WritePattern(Word):
    """Where in its working set a guest writes."""

    RANDOM = "random", "random", "Every page of the working set is as likely as any other."
    SEQUENTIAL = "sequential", "sequential", "Page after page, round and round, as a log or a scan does."
    HOT_COLD = "hot and cold", "hot and cold", "Nine writes in ten go to a tenth of the working set."


class Scaling(Word):
    """What becomes of a number of a typical guest when its memory is another."""

    FIXED = "fixed", "fixed", "It stays as it is: something else than the memory decides it."
    MEMORY = "with the memory", "with the memory", "It keeps its proportion to the memory."


class TransferKind(StrEnum):
    """What stands behind a number of MTV's disk transfer."""

    SEEN = "seen in the lab"
    ELSEWHERE = "seen elsewhere"
    RULE = "planning rule"
    DEFAULT = "default or limit"


class Stated(Word):
    """What the sources of a way to move disks say of it. Where they say nothing it is `not stated`, which is no "no"."""

    YES = "yes"
    NEAR = "near", "near", "It comes close: the guest is off for the last changes only."
    CONDITIONS = "under conditions", "in part", "The conditions say which."
    NO = "no"
    VENDOR = "by the vendor", "by the vendor", "Each vendor's product and contract decide."
    UNSTATED = "not stated", "not stated", "None of the sources says it."


class DrainSpan(Word):
    """From when to when a published drain or upgrade was timed."""

    EMPTIED = "host emptied", "host emptied", "From the first migration until no VM is left on the host."
    BACK = "host back", "host back", "From the first migration until the host has been updated and takes VMs again."
    CLUSTER = "cluster upgraded", "cluster upgraded", "From what comes before the first host until the last host is back."


class TransferTarget(Word):
    """Where a way to move disks from VMware can lead."""

    OVE = "OVE"
    AZURE_LOCAL = "Azure Local"
    HYPER_V = "Hyper-V"
    AZURE = "Azure"
    OPENSTACK = "OpenStack"
    UNSTATED = "not stated"


class DrainTopic(StrEnum):
    """At which points of a drain and an upgrade the platforms differ, in the order in which they come."""

    BEFORE = "before the first host"
    PARALLEL = "hosts at once"
    SETUP = "setup of a migration"
    WORKING_SET = "working set"
    RETRIES = "further attempts"
    PAUSE = "pause between attempts"
    STUCK = "a VM that cannot move"
    SHUTDOWN = "shutdown"
    OFF = "switched-off VMs and templates"
    BUDGETS = "what holds a VM back"
    CANCEL = "cancelling"
    REBOOT = "upgrade and reboot"
    LINK = "migration link"
    HOSTS = "hosts in the cluster"
    OTHERS = "load of the other hosts"
    FAILURE = "failed attempts"


class TransferMoment(StrEnum):
    """When a phase of a disk transfer comes that is there however few the bytes."""

    ONCE = "once a plan"
    BEFORE = "before the first byte"
    EACH = "with each copy and in the cut-over"
    OFF = "while the VM is off"
    AFTER = "after the copy"
    """It is named only: the new VM is there by then."""


class Behaviour(StrEnum):
    """In what the platforms' live migrations differ."""

    STOP_RULE = "stop rule"
    PASS_LIMIT = "pass limit"  # noqa: S105
    THROTTLING = "throttling"
    POST_COPY = "post-copy"
    DEADLINE = "deadline"
    SWITCHOVER_LIMIT = "limit of the standstill"
    STREAMS = "streams"
    STREAM_RATE = "rate of one stream"
    ENCRYPTION = "encryption"
    CAP = "bandwidth cap"
    ZERO_PAGES = "zero pages"
    CONCURRENCY = "at once per host"
    CLUSTER = "at once per cluster"
    SETUP = "setup"
    HANDOVER = "hand-over of a device"
