#pragma once
/// tcp_stream, tcp_listener: TCP with co_await.
///
/// One reader and one writer at a time each; reading and writing may overlap.
/// A read that yields 0 bytes means that the peer closed its side. Everything
/// that waits is cancellable; a cancelled write may have sent a part.
/// Errors: std::system_error (ECONNREFUSED, ECONNRESET, EPIPE, EMFILE, …).
/// A stream belongs to the loop it was made on. Thread-safety: loop thread.
///
///     auto stream = co_await nostall::tcp_stream::connect("127.0.0.1", port);
///     co_await stream.write_all("ping");
///     char buffer[64];
///     std::size_t n = co_await stream.read_some(buffer);
#include "io.hpp"
#include "resolve.hpp"
#include <span>
#include <string_view>

namespace nostall {

namespace detail {

class read_operation final : public attempt {
public:
  read_operation(edge_source &s, char *to, std::size_t n) noexcept
      : source_(s), to_(to), size_(n) {}
  ~read_operation() { abandon_if_waiting(); }
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
  /// Bytes read; 0 at the end.
  std::size_t await_resume();

private:
  bool try_once() noexcept override;
  void abandon() noexcept override { unlink(); }
  edge_source &source_;
  char *to_;
  std::size_t size_;
  std::size_t got_ = 0;
  int error_ = 0;
};

class write_operation final : public attempt {
public:
  write_operation(edge_source &s, const char *from, std::size_t n) noexcept
      : source_(s), from_(from), left_(n) {}
  ~write_operation() { abandon_if_waiting(); }
  bool await_ready() noexcept { return !source_.over_budget() && try_once(); }
  template <class P> bool await_suspend(std::coroutine_handle<P> h) {
    if (!start(h))
      return false;
    if (try_once())
      complete();
    else
      source_.wait_to_write(*this);
    return true;
  }
  void await_resume();

private:
  bool try_once() noexcept override;
  void abandon() noexcept override { unlink(); }
  edge_source &source_;
  const char *from_;
  std::size_t left_;
  int error_ = 0;
};

} // namespace detail

class tcp_stream {
public:
  tcp_stream() = default;
  tcp_stream(tcp_stream &&) noexcept = default;
  tcp_stream &operator=(tcp_stream &&) noexcept = default;

  /// Resolves the host and tries its addresses in turn.
  static task<tcp_stream> connect(std::string host, std::uint16_t port);
  static task<tcp_stream> connect(endpoint to);
  /// Takes over a connected stream socket.
  static tcp_stream adopt(int fd);

  explicit operator bool() const noexcept { return source_ != nullptr; }
  int native_handle() const noexcept { return source_->fd(); }
  endpoint peer() const;

  /// Waits for some bytes, at most the buffer's size. 0: the peer closed.
  auto read_some(std::span<char> to) noexcept {
    return detail::read_operation(*source_, to.data(), to.size());
  }
  /// Fills the buffer. Throws end_of_stream if the peer closes before.
  task<> read_exactly(std::span<char> to);
  /// Sends everything. The bytes must stay until it is done.
  auto write_all(std::string_view from) noexcept {
    return detail::write_operation(*source_, from.data(), from.size());
  }
  /// Tells the peer that nothing more will be sent.
  void shutdown_send() noexcept;
  /// Closes; whoever waits gets EBADF.
  void close() noexcept;

private:
  std::unique_ptr<detail::edge_source> source_;
};

class tcp_listener {
public:
  /// Port 0: a free one, see port(). backlog: connections the kernel keeps.
  explicit tcp_listener(const std::string &numeric_host = "127.0.0.1",
                        std::uint16_t port = 0, int backlog = 1024);
  std::uint16_t port() const noexcept { return port_; }
  /// Waits for a connection. Throws EMFILE when there are no descriptors left;
  /// the connection stays in the backlog: wait a little and try again.
  task<tcp_stream> accept();
  void close() noexcept { source_->close(); }

private:
  std::unique_ptr<detail::edge_source> source_;
  std::uint16_t port_ = 0;
};

} // namespace nostall
