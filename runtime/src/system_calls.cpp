#include "system_calls.hpp"
#include <sys/syscall.h>

namespace nostall::detail {

// The calls that can wait, and some that are slow on a slow disk.
system_call find_system_call(long number) noexcept {
  switch (number) {
#define WITH_FD(name)                                                          \
  case SYS_##name:                                                             \
    return {#name, true};
#define WITHOUT(name)                                                          \
  case SYS_##name:                                                             \
    return {#name, false};
    WITH_FD(read)
    WITH_FD(write)
    WITH_FD(readv)
    WITH_FD(writev)
    WITH_FD(pread64)
    WITH_FD(pwrite64)
    WITH_FD(preadv)
    WITH_FD(pwritev)
    WITH_FD(recvfrom)
    WITH_FD(recvmsg)
    WITH_FD(recvmmsg)
    WITH_FD(sendto)
    WITH_FD(sendmsg)
    WITH_FD(sendmmsg)
    WITH_FD(sendfile)
    WITH_FD(splice)
    WITH_FD(accept)
    WITH_FD(accept4)
    WITH_FD(connect)
    WITH_FD(shutdown)
    WITH_FD(close)
    WITH_FD(fsync)
    WITH_FD(fdatasync)
    WITH_FD(sync_file_range)
    WITH_FD(syncfs)
    WITH_FD(flock)
    WITH_FD(fcntl)
    WITH_FD(ioctl)
    WITH_FD(fallocate)
    WITH_FD(ftruncate)
    WITH_FD(getdents64)
    WITH_FD(fstat)
    WITH_FD(lseek)
    WITH_FD(epoll_wait)
    WITH_FD(epoll_pwait)
#ifdef SYS_epoll_pwait2
    WITH_FD(epoll_pwait2)
#endif
    WITHOUT(poll)
    WITHOUT(ppoll)
    WITHOUT(select)
    WITHOUT(pselect6)
    WITHOUT(nanosleep)
    WITHOUT(clock_nanosleep)
    WITHOUT(futex)
    WITHOUT(wait4)
    WITHOUT(waitid)
    WITHOUT(pause)
    WITHOUT(rt_sigtimedwait)
    WITHOUT(rt_sigsuspend)
    WITHOUT(semop)
    WITHOUT(semtimedop)
    WITHOUT(msgrcv)
    WITHOUT(msgsnd)
    WITHOUT(mq_timedreceive)
    WITHOUT(mq_timedsend)
    WITHOUT(open)
    WITHOUT(openat)
    WITHOUT(stat)
    WITHOUT(newfstatat)
    WITHOUT(rename)
    WITHOUT(renameat2)
    WITHOUT(unlink)
    WITHOUT(unlinkat)
    WITHOUT(mkdir)
    WITHOUT(sync)
    WITHOUT(msync)
    WITHOUT(mmap)
    WITHOUT(munmap)
    WITHOUT(madvise)
    WITHOUT(clone)
    WITHOUT(vfork)
    WITHOUT(fork)
    WITHOUT(execve)
    WITHOUT(sched_yield)
    WITHOUT(restart_syscall)
    WITHOUT(io_getevents)
#ifdef SYS_io_uring_enter
    WITH_FD(io_uring_enter)
#endif
#undef WITH_FD
#undef WITHOUT
  default:
    return {nullptr, false};
  }
}

} // namespace nostall::detail
