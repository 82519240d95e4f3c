#include "nostall/resolve.hpp"
#include <cstring>
#include <netdb.h>
#include <netinet/in.h>

namespace nostall {

endpoint::endpoint(const sockaddr *address, socklen_t size) noexcept
    : size_(std::min<socklen_t>(size, sizeof storage_)) {
  std::memcpy(&storage_, address, size_);
}

std::uint16_t endpoint::port() const noexcept {
  if (family() == AF_INET)
    return ntohs(reinterpret_cast<const sockaddr_in *>(&storage_)->sin_port);
  if (family() == AF_INET6)
    return ntohs(reinterpret_cast<const sockaddr_in6 *>(&storage_)->sin6_port);
  return 0;
}

std::string endpoint::address() const {
  char host[NI_MAXHOST];
  if (::getnameinfo(data(), size_, host, sizeof host, nullptr, 0,
                    NI_NUMERICHOST) != 0)
    return "?";
  return host;
}

std::string endpoint::text() const {
  const bool v6 = family() == AF_INET6;
  std::string out(v6 ? "[" : "");
  out.append(address()).append(v6 ? "]:" : ":");
  return out.append(std::to_string(port()));
}

resolve_error::resolve_error(int code, const std::string &host)
    : std::runtime_error(host + ": " + ::gai_strerror(code)), code_(code) {}

static int look_up(const std::string &host, const std::string &service,
                   int flags, std::vector<endpoint> &out) {
  addrinfo hints{};
  hints.ai_family = AF_UNSPEC;
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = flags;
  addrinfo *found = nullptr;
  int code = ::getaddrinfo(host.empty() ? nullptr : host.c_str(),
                           service.empty() ? nullptr : service.c_str(), &hints,
                           &found);
  for (auto *a = found; a; a = a->ai_next)
    out.emplace_back(a->ai_addr, a->ai_addrlen);
  if (found)
    ::freeaddrinfo(found);
  return code;
}

task<std::vector<endpoint>> resolve(std::string host, std::string service) {
  static thread_pool shared(2);
  co_return co_await resolve(std::move(host), std::move(service), shared);
}

task<std::vector<endpoint>> resolve(std::string host, std::string service,
                                    thread_pool &pool) {
  std::vector<endpoint> out;
  // Numbers are only parsed: no need for a thread.
  if (look_up(host, service, AI_NUMERICHOST | AI_NUMERICSERV, out) == 0)
    co_return out;
  struct answer {
    int code;
    std::vector<endpoint> found;
  };
  auto work = [host, service] {
    answer a{0, {}};
    a.code = look_up(host, service, 0, a.found);
    return a;
  };
  answer a = co_await run_in_executor(pool, std::move(work));
  if (a.code != 0)
    throw resolve_error(a.code, host);
  co_return std::move(a.found);
}

} // namespace nostall
