"""What the reader process may still do once it is warm: compute, within bounds, and write to its pipe.

No file and no socket can be opened (RLIMIT_NOFILE 0 refuses every new descriptor, and those that are open go on), no
process started, no file written; so much memory, and for each job so much time of the processor. A seccomp filter would
be narrower, and needs a library for it. [getrlimit(2)]
"""

from __future__ import annotations

import resource
import sys

MEMORY = 1 << 30  # bytes of address space; a page of 10 MiB takes some 400 MiB
CPU = 10  # seconds of the processor for one job


def lock_up() -> None:
    """For the rest of this process; what is lazily imported must have been."""
    if sys.platform != "darwin":  # which has no such limit, and says that the call is wrong
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    for limit in (resource.RLIMIT_NOFILE, resource.RLIMIT_FSIZE, resource.RLIMIT_CORE, resource.RLIMIT_NPROC):
        resource.setrlimit(limit, (0, 0))


def allow_another_job() -> None:
    """So much time of the processor from now on; beyond it the kernel ends the process."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime) + CPU, hard))
