// RUN: %check_marks %s -- %flags -I%S/Inputs
// Name service front end: every resolver entry point the old code base used.
#include <arpa/inet.h>
#include <arpa/nameser.h>
#include <netdb.h>
#include <netinet/in.h>
#include <resolv.h>
#include <sys/socket.h>

#include <cstring>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "task.h"

namespace names {

struct addrinfo_deleter {
  void operator()(addrinfo* p) const { freeaddrinfo(p); }
};
using addrinfo_ptr = std::unique_ptr<addrinfo, addrinfo_deleter>;

addrinfo_ptr lookup(const std::string& host, const char* service) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* out = nullptr;
  if (getaddrinfo(host.c_str(), service, &hints, &out) != 0) return nullptr;
  return addrinfo_ptr(out);
}

addrinfo_ptr parse_literal(const std::string& host) {
  addrinfo hints{};
  hints.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV;
  addrinfo* out = nullptr;
  if (getaddrinfo(host.c_str(), "80", &hints, &out) != 0) return nullptr;
  return addrinfo_ptr(out);
}

rt::task<std::optional<sockaddr_in>> resolve(std::string host) {
  addrinfo* res = nullptr;
  int rc = ::getaddrinfo(host.c_str(), "https", nullptr, &res); // BAD: dns
  if (rc != 0) co_return std::nullopt;
  sockaddr_in a{};
  std::memcpy(&a, res->ai_addr, sizeof a);
  freeaddrinfo(res);                                             // OK: frees memory
  auto again = lookup(host, "http"); // BAD: dns
  auto literal = parse_literal("127.0.0.1");                     // OK: AI_NUMERICHOST, no query
  gai_strerror(rc);                                              // OK: a table lookup
  co_return a;
}

rt::task<std::string> legacy(const char* host) {
  hostent* he = gethostbyname(host); // BAD: dns
  he = gethostbyname2(host, AF_INET6); // BAD: dns
  hostent tmp{};
  char buf[1024];
  int err = 0;
  gethostbyname_r(host, &tmp, buf, sizeof buf, &he, &err); // BAD: dns
  gethostbyname2_r(host, AF_INET, &tmp, buf, sizeof buf, &he, &err); // BAD: dns
  hstrerror(err);                                                // OK: a table lookup
  co_return he ? he->h_name : "";
}

rt::task<std::string> reverse(sockaddr_in peer) {
  char name[NI_MAXHOST];
  char serv[NI_MAXSERV];
  auto* sa = reinterpret_cast<sockaddr*>(&peer);
  getnameinfo(sa, sizeof peer, name, sizeof name, serv, sizeof serv, 0); // BAD: dns
  getnameinfo(sa, sizeof peer, name, sizeof name, nullptr, 0, NI_NAMEREQD); // BAD: dns
  getnameinfo(sa, sizeof peer, name, sizeof name, serv, sizeof serv, NI_NUMERICHOST | NI_NUMERICSERV);  // OK: numeric only
  hostent* he = gethostbyaddr(&peer.sin_addr, sizeof peer.sin_addr, AF_INET); // BAD: dns
  if (he) co_return he->h_name;
  char text[INET_ADDRSTRLEN];
  inet_ntop(AF_INET, &peer.sin_addr, text, sizeof text);         // OK: formats an address
  co_return text;
}

rt::task<std::vector<unsigned char>> mx_records(const char* domain) {
  std::vector<unsigned char> answer(NS_PACKETSZ);
  int n = res_query(domain, ns_c_in, ns_t_mx, answer.data(), int(answer.size())); // BAD: dns
  if (n < 0) n = res_search(domain, ns_c_in, ns_t_mx, answer.data(), int(answer.size())); // BAD: dns
  struct __res_state st {};
  res_ninit(&st);
  n = res_nquery(&st, domain, ns_c_in, ns_t_txt, answer.data(), int(answer.size())); // BAD: dns
  n = res_nsearch(&st, domain, ns_c_in, ns_t_txt, answer.data(), int(answer.size())); // BAD: dns
  ns_msg msg;
  ns_initparse(answer.data(), n, &msg);                          // OK: parses a buffer
  answer.resize(n > 0 ? size_t(n) : 0);
  co_return answer;
}

rt::task<> glibc_async(const char* host) {
  gaicb req{};
  req.ar_name = host;
  gaicb* list[] = {&req};
  getaddrinfo_a(GAI_WAIT, list, 1, nullptr); // BAD: dns
  getaddrinfo_a(GAI_NOWAIT, list, 1, nullptr);                   // OK: queued, returns at once
  timespec limit{3, 0};
  gai_suspend(list, 1, &limit); // BAD: dns
  gai_error(&req);                                               // OK: queries the state
  gai_cancel(&req);                                              // OK: cancels a request
  co_return;
}

// The user's own resolver with the C names.
class resolver {
 public:
  rt::task<std::string> gethostbyname(std::string host);
  rt::task<std::vector<std::string>> getaddrinfo(std::string host, int port);
};

rt::task<> use_resolver(resolver& r) {
  auto a = co_await r.gethostbyname("db.internal");              // OK: awaited member of the user's class
  auto b = co_await r.getaddrinfo("db.internal", 5432);          // OK: awaited member of the user's class
  in_addr raw{};
  inet_pton(AF_INET, a.c_str(), &raw);                           // OK: parses an address
  inet_aton("10.0.0.1", &raw);                                   // OK: parses an address
  htons(5432);                                                   // OK: byte order only
}

}  // namespace names
