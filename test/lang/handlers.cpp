// An interface that an event loop calls: its implementations are callbacks.
// RUN: %check_marks %s -- %flags
#include <map>
#include <memory>
#include <poll.h>
#include <unistd.h>
#include <vector>

class Handler {
public:
  virtual ~Handler() = default;
  virtual int descriptor() const = 0;
  virtual void on_input() {}
};

class Poller {
public:
  virtual ~Poller() = default;
  virtual int wait(std::vector<pollfd> &fds) = 0;
};
class RealPoller : public Poller {
public:
  int wait(std::vector<pollfd> &fds) override {
    return ::poll(fds.data(), fds.size(), -1); // OK: the loop's own wait
  }
};

class Reactor {
public:
  explicit Reactor(std::unique_ptr<Poller> p) : poller_(std::move(p)) {}
  void attach(Handler *h) { handlers_[h->descriptor()] = h; }
  void run() {
    for (;;) {
      std::vector<pollfd> fds;
      for (auto &[fd, h] : handlers_)
        fds.push_back({fd, POLLIN, 0});
      if (poller_->wait(fds) > 0)
        for (auto &p : fds)
          if (p.revents)
            handlers_[p.fd]->on_input();
    }
  }

private:
  std::unique_ptr<Poller> poller_;
  std::map<int, Handler *> handlers_;
};

class Ticker : public Handler {
public:
  int descriptor() const override { return 3; }
  void on_input() override {
    usleep(5); // BAD: sleep
    usleep(0); // OK: zero
  }
  void other() {
    usleep(5); // OK: no loop calls it
  }
};

int main() {
  Reactor reactor(std::make_unique<RealPoller>());
  Ticker ticker;
  reactor.attach(&ticker);
  reactor.run();
}
