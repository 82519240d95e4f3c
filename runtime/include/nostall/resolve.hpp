#pragma once
/// resolve(host, service): names to addresses, in a thread pool.
///
/// getaddrinfo blocks; here it does so in `pool` (by default one of two threads
/// that all resolutions share). Numeric addresses are answered at once.
/// Errors: resolve_error with the EAI_… code. Thread-safety: loop thread.
///
///     for (auto &a : co_await nostall::resolve("localhost", "80"))
///       std::puts(a.text().c_str());
#include "run_in_executor.hpp"
#include <sys/socket.h>

namespace nostall {

/// A socket address.
class endpoint {
public:
  endpoint() noexcept = default;
  endpoint(const sockaddr *address, socklen_t size) noexcept;
  const sockaddr *data() const noexcept {
    return reinterpret_cast<const sockaddr *>(&storage_);
  }
  socklen_t size() const noexcept { return size_; }
  int family() const noexcept { return storage_.ss_family; }
  /// In host byte order; 0 for a family without ports.
  std::uint16_t port() const noexcept;
  /// "127.0.0.1", "::1".
  std::string address() const;
  /// "127.0.0.1:80", "[::1]:80".
  std::string text() const;

private:
  sockaddr_storage storage_{};
  socklen_t size_ = 0;
};

class resolve_error : public std::runtime_error {
public:
  resolve_error(int code, const std::string &host);
  /// EAI_NONAME, EAI_AGAIN, ….
  int code() const noexcept { return code_; }

private:
  int code_;
};

task<std::vector<endpoint>> resolve(std::string host, std::string service);
task<std::vector<endpoint>> resolve(std::string host, std::string service,
                                    thread_pool &pool);

} // namespace nostall
