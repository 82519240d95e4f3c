#pragma once
/// readable(fd), writable(fd): wait until a descriptor is ready.
///
/// For descriptors that other code owns: a client library's socket, a pipe, a
/// timerfd. Ready also means error or hang-up: the next call on the descriptor
/// says which. Regular files are always ready. Several coroutines may wait for
/// one descriptor. Keep it open while someone waits.
/// Errors: std::system_error (EBADF, EPERM, ENOMEM). Thread-safety: loop
/// thread.
///
///     co_await nostall::readable(fd);
///     ssize_t n = ::read(fd, buffer, size);
#include "loop.hpp"

namespace nostall {
namespace detail {

class readiness final : public operation {
public:
  readiness(int fd, bool write) noexcept : fd_(fd), write_(write) {}
  ~readiness() { abandon_if_waiting(); }
  bool await_ready() const noexcept { return false; }
  template <class P> bool await_suspend(std::coroutine_handle<P> h) {
    return start(h) && wait();
  }
  void await_resume() { finish(); }
  bool for_write() const noexcept { return write_; }

private:
  bool wait();
  void abandon() noexcept override;
  int fd_;
  bool write_;
};

/// One half of a descriptor that the runtime owns and watches edge-triggered.
class edge_source final : public io_source {
public:
  edge_source() = default;
  edge_source(const edge_source &) = delete;
  ~edge_source() { close(); }

  /// Takes ownership; registers. `on` is the loop it belongs to from now on.
  void open(int fd, loop &on);
  void close() noexcept;
  int release() noexcept;
  int fd() const noexcept { return fd_; }

  class wait final : public wait_node {
  public:
    wait(edge_source &s, bool write) noexcept : source_(s), write_(write) {}
    bool await_ready() const noexcept { return false; }
    template <class P> bool await_suspend(std::coroutine_handle<P> h) {
      bool &ready = write_ ? source_.write_ready_ : source_.read_ready_;
      if (!start(h))
        return false;
      if (ready) { // it came while nobody waited
        ready = false;
        forget();
        return false;
      }
      (write_ ? source_.writers_ : source_.readers_).push_back(*this);
      return true;
    }
    void await_resume() { finish(); }

  private:
    edge_source &source_;
    bool write_;
  };
  /// Call only after the descriptor said EAGAIN.
  wait readable() noexcept { return wait(*this, false); }
  wait writable() noexcept { return wait(*this, true); }

private:
  void on_events(std::uint32_t events) noexcept override;
  int fd_ = -1;
  loop *loop_ = nullptr;
  bool read_ready_ = false;
  bool write_ready_ = false;
  list<operation> readers_, writers_;
};

} // namespace detail

/// Waits until `fd` can be read without blocking.
inline auto readable(int fd) noexcept { return detail::readiness(fd, false); }
/// Waits until `fd` can be written without blocking.
inline auto writable(int fd) noexcept { return detail::readiness(fd, true); }

} // namespace nostall
