// Sends 64 bytes at a fixed rate over some connections, and measures each echo
// from the time at which it was due to be sent: a server that falls behind
// cannot hide it (no coordinated omission). The first tenth is not counted.
// Prints p50 p99 p99.9 in microseconds.
//   echo_client PORT CONNECTIONS RATE MESSAGES
#include <algorithm>
#include <arpa/inet.h>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <vector>

using clock_type = std::chrono::steady_clock;

struct connection {
  int fd = -1;
  std::deque<clock_type::time_point> due; // of what is under way
  std::size_t received = 0;               // of the oldest of them
};

[[noreturn]] static void fail(const char *what) {
  std::perror(what);
  std::exit(1);
}

static int connect_to(int port) {
  int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in a{};
  a.sin_family = AF_INET;
  a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  a.sin_port = htons(std::uint16_t(port));
  if (::connect(fd, reinterpret_cast<sockaddr *>(&a), sizeof a) < 0)
    fail("connect");
  int one = 1;
  ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
  ::fcntl(fd, F_SETFL, O_NONBLOCK);
  return fd;
}

class run {
public:
  run(int port, std::size_t connections, double rate, std::size_t messages)
      : all_(connections), gap_(1 / rate), messages_(messages) {
    for (auto &c : all_) {
      c.fd = connect_to(port);
      epoll_event e{};
      e.events = EPOLLIN;
      e.data.ptr = &c;
      ::epoll_ctl(epoll_, EPOLL_CTL_ADD, c.fd, &e);
    }
    took_.reserve(messages);
  }
  // Never sleeps: it has a processor for itself.
  std::vector<double> measure() {
    const auto begin = clock_type::now();
    const auto latest = begin + 3 * messages_ * gap_ + std::chrono::seconds(5);
    for (std::size_t sent = 0; took_.size() < messages_;) {
      auto due = [&] {
        return begin + std::chrono::duration_cast<clock_type::duration>(
                           gap_ * double(sent));
      };
      const auto now = clock_type::now();
      for (; sent < messages_ && due() <= now; ++sent)
        send(all_[sent % all_.size()], due());
      epoll_event events[64];
      int n = ::epoll_wait(epoll_, events, 64, 0);
      for (int i = 0; i < n; ++i)
        receive(*static_cast<connection *>(events[i].data.ptr));
      if (now > latest)
        fail("too slow");
    }
    return std::move(took_);
  }

private:
  static constexpr std::size_t size = 64;

  void send(connection &c, clock_type::time_point due) {
    static const char text[size] = {};
    if (::send(c.fd, text, size, MSG_NOSIGNAL) != size)
      fail("send");
    c.due.push_back(due);
  }
  void receive(connection &c) {
    char in[4096];
    auto got = ::recv(c.fd, in, sizeof in, 0);
    if (got <= 0)
      fail("recv");
    const auto now = clock_type::now();
    c.received += std::size_t(got);
    for (; c.received >= size && !c.due.empty(); c.received -= size) {
      std::chrono::duration<double, std::micro> took = now - c.due.front();
      took_.push_back(took.count());
      c.due.pop_front();
    }
  }

  const int epoll_ = ::epoll_create1(EPOLL_CLOEXEC);
  std::vector<connection> all_;
  const std::chrono::duration<double> gap_;
  const std::size_t messages_;
  std::vector<double> took_;
};

int main(int argc, char **argv) {
  if (argc != 5)
    return 2;
  auto took = run(std::atoi(argv[1]), std::strtoul(argv[2], nullptr, 10),
                  std::atof(argv[3]), std::strtoul(argv[4], nullptr, 10))
                  .measure();
  took.erase(took.begin(), took.begin() + std::ptrdiff_t(took.size() / 10));
  std::sort(took.begin(), took.end());
  auto at = [&](double q) {
    return took[std::size_t(q * double(took.size() - 1))];
  };
  std::printf("%.1f %.1f %.1f\n", at(0.5), at(0.99), at(0.999));
}
