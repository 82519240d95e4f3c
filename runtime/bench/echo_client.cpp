// Sends 64 bytes at a fixed rate over some connections and measures each echo
// from the time at which it was due to be sent, so that a server that falls
// behind cannot hide it. Prints p50 p99 p99.9 in microseconds.
//   echo_client PORT CONNECTIONS RATE SECONDS
#include <algorithm>
#include <arpa/inet.h>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>
#include <vector>

using clock_type = std::chrono::steady_clock;

struct connection {
  int fd;
  std::deque<clock_type::time_point> due; // of what is under way
  std::size_t partial = 0;
};

int main(int argc, char **argv) {
  if (argc != 5)
    return 2;
  const int port = std::atoi(argv[1]);
  const int width = std::min(std::atoi(argv[2]), 1000);
  const double rate = std::atof(argv[3]);
  const double seconds = std::min(std::atof(argv[4]), 60.0);
  int epoll = ::epoll_create1(EPOLL_CLOEXEC);
  std::vector<connection> all(static_cast<std::size_t>(width));
  for (std::size_t i = 0; i < all.size(); ++i) {
    int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in a{};
    a.sin_family = AF_INET;
    a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    a.sin_port = htons(std::uint16_t(port));
    if (::connect(fd, reinterpret_cast<sockaddr *>(&a), sizeof a))
      return 1;
    int one = 1;
    ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    ::fcntl(fd, F_SETFL, O_NONBLOCK);
    all[i].fd = fd;
    epoll_event e{};
    e.events = EPOLLIN;
    e.data.u64 = i;
    ::epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &e);
  }
  const long total = long(rate * seconds);
  std::vector<double> took;
  took.reserve(std::size_t(total));
  const auto begin = clock_type::now();
  const std::chrono::duration<double> gap(1 / rate);
  char text[64] = {};
  long sent = 0;
  while (long(took.size()) < total) {
    auto now = clock_type::now();
    if (now - begin > std::chrono::duration<double>(seconds * 3 + 5))
      return 1;
    for (; sent < total; ++sent) {
      auto due = begin + std::chrono::duration_cast<clock_type::duration>(
                             gap * double(sent));
      if (due > now)
        break;
      auto &c = all[std::size_t(sent) % all.size()];
      if (::send(c.fd, text, sizeof text, MSG_NOSIGNAL) != sizeof text)
        return 1;
      c.due.push_back(due);
    }
    epoll_event events[64];
    int n = ::epoll_wait(epoll, events, 64, 0);
    now = clock_type::now();
    for (int i = 0; i < n; ++i) {
      auto &c = all[events[i].data.u64];
      char in[4096];
      auto got = ::recv(c.fd, in, sizeof in, 0);
      if (got <= 0)
        return 1;
      c.partial += std::size_t(got);
      now = clock_type::now();
      for (; c.partial >= sizeof text && !c.due.empty();
           c.partial -= sizeof text) {
        took.push_back(
            std::chrono::duration<double, std::micro>(now - c.due.front())
                .count());
        c.due.pop_front();
      }
    }
  }
  std::sort(took.begin(), took.end());
  auto at = [&](double q) { return took[std::size_t(q * double(total - 1))]; };
  std::printf("%.1f %.1f %.1f\n", at(0.5), at(0.99), at(0.999));
}
