"""What Windows takes as the name of a computer, of a file and of a path."""

from __future__ import annotations

import re

LONGEST_COMPUTER = 15
"""Characters of a computer's name in NetBIOS, which is the first part of its name in DNS ("Computer Names")."""

_IN_NO_FILE = re.compile(r'[<>:"/\\|?*]')
_DEVICE = re.compile(r"(CON|PRN|AUX|NUL|COM[1-9]|LPT[1-9])(\..*)?", re.IGNORECASE)
_COMPUTER = re.compile(r"[A-Za-z0-9_]([A-Za-z0-9_-]*[A-Za-z0-9_])?(\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*")
_ADDRESS = re.compile(r"\d{1,3}(\.\d{1,3}){3}|[0-9A-Fa-f:]*:[0-9A-Fa-f:.]+")


def computer_fault(value: str) -> str:
    """What is wrong with the name of a computer or cluster, short or in full, or with its address; empty if nothing is."""
    if _ADDRESS.fullmatch(value):
        return ""
    if not _COMPUTER.fullmatch(value):
        return "must be the name of a computer such as node-1 or node-1.example.com: letters, digits, dashes and dots."
    if len(value.split(".")[0]) > LONGEST_COMPUTER:
        return f"is longer than the {LONGEST_COMPUTER} characters that Windows takes for the name of a computer; shorten it."
    return ""


def file_name_fault(value: str) -> str:
    """What is wrong with the name of a file or folder ("Naming Files, Paths, and Namespaces"); empty if nothing is."""
    if found := _IN_NO_FILE.search(value):
        return f"holds {found[0]}, which Windows takes in no name of a file or folder; leave it out."
    if value.endswith((".", " ")):
        return "ends with a dot or a blank, which Windows drops from the name of a file or folder; leave it out."
    return f"is {value}, which is a device of Windows and no file; rename it." if _DEVICE.fullmatch(value) else ""


def path_fault(value: str) -> str:
    """What is wrong with the path of a file or folder on the computer itself; empty if nothing is.

    A share is none: the command would send a disk, and the login of who runs it, to another machine.
    """
    path = value.replace("/", "\\")
    if "://" in value or path.startswith("\\\\"):
        own = r"name a file or folder of the host, such as C:\ClusterStorage\my-vm"
        return f"leads to another machine or to a device; {own}, and write a share into the command yourself."
    parts = re.sub(r"\A[A-Za-z]:(?=\\)", "", path).split("\\")
    return next((fault for part in parts if part not in ("", ".", "..") and (fault := file_name_fault(part))), "")
