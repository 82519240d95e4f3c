// RUN: %check_marks %s -- %flags -I%S/Inputs
// LAN discovery: broadcast a probe, collect the answers.
#include <arpa/inet.h>
#include <net/if.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <cstring>
#include <map>
#include <string>
#include <vector>

#include "task.h"

namespace {

struct device {
  std::string name;
  sockaddr_in where{};
};

constexpr int kNoWait = MSG_DONTWAIT;
const int kProbeFlags = MSG_DONTWAIT | MSG_NOSIGNAL;
constexpr int kNoSignal = MSG_NOSIGNAL;

int open_socket(bool nonblocking) {
  return socket(AF_INET, nonblocking ? SOCK_DGRAM | SOCK_NONBLOCK : SOCK_DGRAM, 0);
}

class Prober {
 public:
  explicit Prober(int fd) : fd_(fd) {}

  rt::task<> probe(const sockaddr_in& bcast) {
    static const char msg[] = "WHO-IS-THERE";
    sendto(fd_, msg, sizeof msg, 0, (const sockaddr*)&bcast, sizeof bcast); // OK: a datagram waits for a local buffer only
    sendto(fd_, msg, sizeof msg, kNoSignal, (const sockaddr*)&bcast, sizeof bcast); // OK: a datagram waits for a local buffer only
    sendto(fd_, msg, sizeof msg, kProbeFlags, (const sockaddr*)&bcast, sizeof bcast);  // OK: flag constant holds MSG_DONTWAIT
    co_await rt::writable(fd_);                                                        // OK: waits on the loop
  }

  rt::task<std::vector<device>> collect() {
    std::vector<device> out;
    char buf[512];
    sockaddr_in from{};
    socklen_t len = sizeof from;
    ssize_t n = recvfrom(fd_, buf, sizeof buf, 0, (sockaddr*)&from, &len); // BAD: socket
    if (n > 0) out.push_back({std::string(buf, size_t(n)), from});
    while ((n = recvfrom(fd_, buf, sizeof buf, kNoWait, (sockaddr*)&from, &len)) > 0)  // OK: flag constant holds MSG_DONTWAIT
      out.push_back({std::string(buf, size_t(n)), from});
    co_return out;
  }

  rt::task<int> collect_batch() {
    mmsghdr msgs[16]{};
    timespec deadline{1, 0};
    int got = recvmmsg(fd_, msgs, 16, 0, &deadline); // BAD: socket
    got += recvmmsg(fd_, msgs, 16, MSG_WAITFORONE, nullptr); // BAD: socket
    got += recvmmsg(fd_, msgs, 16, MSG_DONTWAIT, nullptr);                             // OK: MSG_DONTWAIT
    got += sendmmsg(fd_, msgs, 16, 0); // OK: a datagram waits for a local buffer only
    got += sendmmsg(fd_, msgs, 16, MSG_DONTWAIT);                                      // OK: MSG_DONTWAIT
    co_return got;
  }

  rt::task<> join_group(in_addr group) {
    ip_mreq req{};
    req.imr_multiaddr = group;
    setsockopt(fd_, IPPROTO_IP, IP_ADD_MEMBERSHIP, &req, sizeof req);                  // OK: changes an option
    sockaddr_in any{};
    any.sin_family = AF_INET;
    bind(fd_, (const sockaddr*)&any, sizeof any);                                      // OK: local bind
    socklen_t len = sizeof any;
    getsockname(fd_, (sockaddr*)&any, &len);                                           // OK: local query
    if_nametoindex("eth0");                                                            // OK: local query
    co_return;
  }

 private:
  int fd_;
};

rt::task<std::string> one_shot(sockaddr_in target) {
  int s = socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  connect(s, (sockaddr*)&target, sizeof target);  // OK: non-blocking datagram socket
  send(s, "?", 1, 0);                             // OK: non-blocking datagram socket
  char reply[256];
  co_await rt::readable(s);                       // OK: waits on the loop
  ssize_t n = recv(s, reply, sizeof reply, 0);    // OK: non-blocking datagram socket
  co_return std::string(reply, n > 0 ? size_t(n) : 0);
}

rt::task<std::string> one_shot_blocking(sockaddr_in target) {
  int s = socket(AF_INET, SOCK_DGRAM, IPPROTO_UDP);
  timeval tv{2, 0};
  setsockopt(s, SOL_SOCKET, SO_RCVTIMEO, &tv, sizeof tv);  // OK: changes an option
  sendto(s, "?", 1, MSG_DONTWAIT, (sockaddr*)&target, sizeof target);  // OK: MSG_DONTWAIT
  char reply[256];
  ssize_t n = recv(s, reply, sizeof reply, 0); // BAD: socket
  co_return std::string(reply, n > 0 ? size_t(n) : 0);
}

}  // namespace

rt::task<int> run_discovery(sockaddr_in bcast) {
  Prober p(open_socket(false));
  co_await p.probe(bcast);             // OK: reported in probe itself
  auto found = co_await p.collect();   // OK: reported in collect itself
  co_await p.join_group(bcast.sin_addr);
  auto s = co_await one_shot(bcast);
  auto t = co_await one_shot_blocking(bcast);  // OK: reported in the callee itself
  co_return int(found.size() + s.size() + t.size()) + co_await p.collect_batch();
}
