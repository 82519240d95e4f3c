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

/// A call on a descriptor that is tried now, and again at each event until it
/// does not say EAGAIN.
class attempt : public operation {
public:
  /// False: not yet.
  virtual bool try_once() noexcept = 0;

protected:
  ~attempt() = default;
};

/// A descriptor that the runtime owns and watches edge-triggered, so that
/// waiting for it costs no system call.
class edge_source final : public io_source {
public:
  edge_source() = default;
  edge_source(const edge_source &) = delete;
  ~edge_source() { close(); }

  /// Takes ownership, of a descriptor with O_NONBLOCK, and registers it.
  void open(int fd, loop &on);
  /// Who waits is woken, and its call fails with EBADF.
  void close() noexcept;
  int fd() const noexcept { return fd_; }

  void wait_to_read(attempt &a) noexcept { readers_.push_back(a); }
  void wait_to_write(attempt &a) noexcept { writers_.push_back(a); }
  /// Now and then true, so that a peer that is always ready does not keep the
  /// loop for itself.
  bool over_budget() noexcept { return ++immediate_ % 64 == 0; }

  /// Whether a read may find something: saves the call that says EAGAIN.
  bool may_read() const noexcept { return may_read_; }
  /// A read took all there was; the kernel will tell of more.
  void drained() noexcept { may_read_ = always_try_; }

private:
  void on_events(std::uint32_t events) noexcept override;
  static void retry(list<attempt> &waiting) noexcept;
  int fd_ = -1;
  loop *loop_ = nullptr;
  unsigned immediate_ = 0;
  bool may_read_ = true;
  bool always_try_ = false; // there is an end, an error or urgent data ahead
  list<attempt> readers_, writers_;
};

} // namespace detail

/// Waits until `fd` can be read without blocking.
inline auto readable(int fd) noexcept { return detail::readiness(fd, false); }
/// Waits until `fd` can be written without blocking.
inline auto writable(int fd) noexcept { return detail::readiness(fd, true); }

} // namespace nostall
