// An event loop of the project: what waits for descriptors over and over, and
// calls what it was given.
// RUN: %check_marks %s -- %flags
#include <deque>
#include <functional>
#include <map>
#include <sys/epoll.h>
#include <thread>
#include <unistd.h>

class Loop {
public:
  void on_readable(int fd, std::function<void(int)> f) {
    handlers_[fd] = std::move(f);
  }
  void post(std::function<void()> f) { posted_.push_back(std::move(f)); }
  void every(int timer, std::function<void()> f) {
    on_readable(timer, [this, f = std::move(f)](int) { post(f); });
  }
  void run() {
    while (!stop_)
      once();
  }

private:
  void once() {
    epoll_event events[8];
    int n = epoll_wait(epoll_, events, 8, -1); // OK: its own wait
    for (int i = 0; i < n; ++i)
      handlers_[events[i].data.fd](events[i].data.fd);
    std::deque<std::function<void()>> now;
    now.swap(posted_);
    for (auto &f : now)
      f();
  }
  std::map<int, std::function<void(int)>> handlers_;
  std::deque<std::function<void()>> posted_;
  int epoll_ = -1;
  bool stop_ = false;
};

// Waits, but for its own threads, and calls there.
class Workers {
public:
  void submit(std::function<void()> f) { jobs_.push_back(std::move(f)); }
  void start() {
    thread_ = std::thread([this] {
      while (!jobs_.empty()) {
        jobs_.front()();
        jobs_.pop_front();
      }
    });
  }

private:
  std::deque<std::function<void()>> jobs_;
  std::thread thread_;
};

void slow() { usleep(1000); }

class Server {
public:
  void listen(Loop &loop, Workers &workers) {
    loop.on_readable(3, [this](int fd) { accept(fd); });
    loop.on_readable(4, [](int) {
      slow(); // BAD: sleep
    });
    loop.post([] {
      usleep(1); // BAD: sleep
    });
    loop.post([&workers] {
      workers.submit([] { slow(); }); // OK: a worker runs it
    });
    loop.post([] {}); // OK: nothing waits
  }
  void accept(int) { on_accept_(); }
  void set(std::function<void()> f) { on_accept_ = std::move(f); }

private:
  std::function<void()> on_accept_;
};

int main() {
  Loop loop;
  Workers workers;
  Server server;
  server.set([] {
    slow(); // BAD: sleep
  });
  loop.every(3, [] {
    slow(); // BAD: sleep
  });
  slow(); // OK: before the loop runs
  server.listen(loop, workers);
  loop.run(); // OK: no loop runs yet
}
