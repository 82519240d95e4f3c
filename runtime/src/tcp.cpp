#include "nostall/tcp.hpp"
#include <arpa/inet.h>
#include <cerrno>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <system_error>
#include <unistd.h>

namespace nostall {

namespace detail {

[[noreturn]] static void fail(int error, const char *what) {
  throw std::system_error(error, std::system_category(), what);
}

bool read_operation::try_once() noexcept {
  while (source_.may_read()) {
    auto n = ::recv(source_.fd(), to_, size_, MSG_DONTWAIT);
    if (n >= 0) {
      got_ = std::size_t(n);
      if (n > 0 && got_ < size_)
        source_.drained();
      return true;
    }
    if (errno == EAGAIN) {
      source_.drained();
      return false;
    }
    if (errno != EINTR) {
      error_ = errno;
      return true;
    }
  }
  return false;
}

std::size_t read_operation::await_resume() {
  finish();
  if (error_)
    fail(error_, "recv");
  return got_;
}

bool write_operation::try_once() noexcept {
  while (left_) {
    auto n = ::send(source_.fd(), from_, left_, MSG_NOSIGNAL | MSG_DONTWAIT);
    if (n >= 0) {
      from_ += n;
      left_ -= std::size_t(n);
    } else if (errno == EAGAIN) {
      return false;
    } else if (errno != EINTR) {
      error_ = errno;
      return true;
    }
  }
  return true;
}

void write_operation::await_resume() {
  finish();
  if (error_)
    fail(error_, "send");
}

namespace {

class connect_operation final : public attempt {
public:
  explicit connect_operation(edge_source &s) noexcept : source_(s) {}
  ~connect_operation() { abandon_if_waiting(); }
  bool await_ready() noexcept { return try_once(); }
  template <class P> bool await_suspend(std::coroutine_handle<P> h) {
    if (!start(h))
      return false;
    source_.wait_to_write(*this);
    return true;
  }
  int await_resume() {
    finish();
    int error = 0;
    socklen_t size = sizeof error;
    if (::getsockopt(source_.fd(), SOL_SOCKET, SO_ERROR, &error, &size) < 0)
      return errno;
    return error;
  }

private:
  bool try_once() noexcept override {
    pollfd p{source_.fd(), POLLOUT, 0};
    return ::poll(&p, 1, 0) != 0;
  }
  void abandon() noexcept override { unlink(); }
  edge_source &source_;
};

class accept_operation final : public attempt {
public:
  explicit accept_operation(edge_source &s) noexcept : source_(s) {}
  ~accept_operation() {
    abandon_if_waiting();
    if (fd_ >= 0)
      ::close(fd_);
  }
  bool await_ready() noexcept { return !source_.over_budget() && try_once(); }
  template <class P> bool await_suspend(std::coroutine_handle<P> h) {
    if (!start(h))
      return false;
    if (try_once())
      complete();
    else
      source_.wait_to_read(*this);
    return true;
  }
  int await_resume() {
    finish();
    if (fd_ < 0)
      fail(error_, "accept");
    return std::exchange(fd_, -1);
  }

private:
  bool try_once() noexcept override {
    for (;;) {
      fd_ = ::accept4(source_.fd(), nullptr, nullptr,
                      SOCK_NONBLOCK | SOCK_CLOEXEC);
      if (fd_ >= 0)
        return true;
      if (errno == EAGAIN)
        return false;
      // A connection that is gone before we came is no error of ours.
      if (errno != EINTR && errno != ECONNABORTED) {
        error_ = errno;
        return true;
      }
    }
  }
  void abandon() noexcept override { unlink(); }
  edge_source &source_;
  int fd_ = -1;
  int error_ = 0;
};

} // namespace
} // namespace detail

static void no_delay(int fd) noexcept {
  int one = 1;
  (void)::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
}

tcp_stream tcp_stream::adopt(int fd) {
  loop &here = loop::current();
  no_delay(fd);
  tcp_stream s;
  s.source_ = std::make_unique<detail::edge_source>();
  s.source_->open(fd, here);
  return s;
}

task<tcp_stream> tcp_stream::connect(endpoint to) {
  int fd = ::socket(to.family(), SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (fd < 0)
    detail::fail(errno, "socket");
  if (::connect(fd, to.data(), to.size()) < 0 && errno != EINPROGRESS) {
    int error = errno;
    ::close(fd);
    detail::fail(error, "connect");
  }
  auto s = adopt(fd);
  if (int error = co_await detail::connect_operation(*s.source_))
    detail::fail(error, "connect");
  co_return s;
}

task<tcp_stream> tcp_stream::connect(std::string host, std::uint16_t port) {
  auto all = co_await resolve(std::move(host), std::to_string(port));
  std::exception_ptr why;
  for (auto &to : all) {
    try {
      co_return co_await connect(to);
    } catch (const std::system_error &) {
      why = std::current_exception();
    }
  }
  std::rethrow_exception(why);
}

endpoint tcp_stream::peer() const {
  sockaddr_storage a{};
  socklen_t size = sizeof a;
  if (::getpeername(native_handle(), reinterpret_cast<sockaddr *>(&a), &size))
    detail::fail(errno, "getpeername");
  return endpoint(reinterpret_cast<sockaddr *>(&a), size);
}

task<> tcp_stream::read_exactly(std::span<char> to) {
  while (!to.empty()) {
    std::size_t n = co_await read_some(to);
    if (!n)
      throw end_of_stream{};
    to = to.subspan(n);
  }
}

void tcp_stream::shutdown_send() noexcept {
  (void)::shutdown(native_handle(), SHUT_WR);
}

void tcp_stream::close() noexcept {
  if (source_)
    source_->close();
}

tcp_listener::tcp_listener(const std::string &host, std::uint16_t port,
                           int backlog)
    : source_(std::make_unique<detail::edge_source>()) {
  loop &here = loop::current();
  sockaddr_storage address{};
  socklen_t size;
  if (auto *v4 = reinterpret_cast<sockaddr_in *>(&address);
      ::inet_pton(AF_INET, host.c_str(), &v4->sin_addr) == 1) {
    v4->sin_family = AF_INET;
    v4->sin_port = htons(port);
    size = sizeof *v4;
  } else if (auto *v6 = reinterpret_cast<sockaddr_in6 *>(&address);
             ::inet_pton(AF_INET6, host.c_str(), &v6->sin6_addr) == 1) {
    v6->sin6_family = AF_INET6;
    v6->sin6_port = htons(port);
    size = sizeof *v6;
  } else {
    detail::fail(EINVAL, "tcp_listener: not a numeric address");
  }
  int fd = ::socket(address.ss_family,
                    SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (fd < 0)
    detail::fail(errno, "socket");
  int one = 1;
  (void)::setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
  auto *plain = reinterpret_cast<sockaddr *>(&address);
  if (::bind(fd, plain, size) < 0 || ::listen(fd, backlog) < 0 ||
      ::getsockname(fd, plain, &size) < 0) {
    int error = errno;
    ::close(fd);
    detail::fail(error, "bind");
  }
  port_ = endpoint(plain, size).port();
  source_->open(fd, here);
}

task<tcp_stream> tcp_listener::accept() {
  co_return tcp_stream::adopt(co_await detail::accept_operation(*source_));
}

} // namespace nostall
