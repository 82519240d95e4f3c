#include "nostall/signals.hpp"
#include <cerrno>
#include <sys/signalfd.h>
#include <system_error>
#include <unistd.h>

namespace nostall {

signal_stream::signal_stream(std::initializer_list<int> signals) {
  sigset_t set, before;
  ::sigemptyset(&set);
  for (int s : signals)
    ::sigaddset(&set, s);
  fd_ = ::signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC);
  if (fd_ < 0)
    throw std::system_error(errno, std::system_category(), "signalfd");
  ::pthread_sigmask(SIG_BLOCK, &set, &before);
  ::sigemptyset(&blocked_);
  for (int s : signals)
    if (!::sigismember(&before, s))
      ::sigaddset(&blocked_, s);
}

signal_stream::~signal_stream() {
  ::close(fd_);
  ::pthread_sigmask(SIG_UNBLOCK, &blocked_, nullptr);
}

task<int> signal_stream::next() {
  for (;;) {
    signalfd_siginfo info;
    auto n = ::read(fd_, &info, sizeof info);
    if (n == ssize_t(sizeof info))
      co_return int(info.ssi_signo);
    if (n < 0 && errno != EAGAIN && errno != EINTR)
      throw std::system_error(errno, std::system_category(), "signalfd");
    co_await readable(fd_);
  }
}

} // namespace nostall
