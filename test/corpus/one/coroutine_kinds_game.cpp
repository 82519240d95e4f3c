// RUN: %check_marks %s -- %flags -I%S/Inputs
// Game server: every shape a coroutine can have.
#include <sys/socket.h>
#include <unistd.h>

#include <concepts>
#include <fstream>
#include <memory>
#include <string>
#include <thread>
#include <vector>
#include "task.h"

namespace {

void save_slot(int slot) {
  std::ofstream out("slot" + std::to_string(slot));
  out << slot;
}

// anonymous namespace
rt::task<> autosave(int slot) {
  save_slot(slot); // BAD: file
  co_await rt::async_sleep(std::chrono::seconds(30));  // OK: asynchronous timer
}

}  // namespace

namespace game {

static void lag(int ms) { std::this_thread::sleep_for(std::chrono::milliseconds(ms)); }

// static free function
static rt::task<> intro() {
  lag(10); // BAD: sleep
  co_return;
}

// inline, noexcept, attribute, trailing return type
[[nodiscard]] inline auto outro() noexcept -> rt::task<> {
  lag(10); // BAD: sleep
  co_return;
}

// deduced parameter: abbreviated template
rt::task<> greet(auto name) {
  lag(int(name.size())); // BAD: sleep
  co_return;
}

template <std::integral T>
rt::task<T> roll(T sides) {
  ::usleep(5); // BAD: sleep
  co_return sides / 2;
}

class Player {
 public:
  explicit Player(int fd) : fd_(fd) {}
  virtual ~Player() = default;

  // member
  rt::task<int> ask(const std::string& q) {
    ::send(fd_, q.data(), q.size(), 0); // BAD: socket
    char c = 0;
    ::recv(fd_, &c, 1, 0); // BAD: socket
    co_return c;
  }
  // const member, defined outside
  rt::task<> save() const;
  // static member
  static rt::task<std::shared_ptr<Player>> load(int fd) {
    save_slot(0); // BAD: file
    co_return std::make_shared<Player>(fd);          // OK: stores a number
  }
  // rvalue-qualified
  rt::task<> leave() && {
    lag(1); // BAD: sleep
    co_return;
  }
  // operator() as a coroutine
  rt::task<int> operator()(int n) {
    lag(n); // BAD: sleep
    co_return n;
  }
  // virtual coroutine
  virtual rt::task<> tick() {
    lag(2); // BAD: sleep
    co_return;
  }
  // nested class with a coroutine
  class Inventory {
   public:
    rt::task<> drop(int item) {
      save_slot(item); // BAD: file
      co_return;
    }
    struct Slot {
      rt::task<> clear() {
        save_slot(0); // BAD: file
        co_return;
      }
    };
  };
  // friend coroutine
  friend rt::task<> heal(Player& p) {
    lag(p.fd_); // BAD: sleep
    co_return;
  }

 private:
  int fd_;
};

rt::task<> Player::save() const {
  save_slot(fd_); // BAD: file
  co_return;
}

class Bot final : public Player {
 public:
  using Player::Player;
  rt::task<> tick() override {
    co_await rt::async_sleep(std::chrono::milliseconds(2));  // OK: asynchronous timer
  }
};

template <class World>
class Shard {
 public:
  rt::task<> run(World& w) {
    w.step();                                        // OK: the only World computes
    lag(16); // BAD: sleep
    co_await rt::async_sleep(std::chrono::milliseconds(16));  // OK: asynchronous timer
  }
  template <class E>
  rt::task<> emit(E e) {
    lag(e); // BAD: sleep
    co_return;
  }
};
struct World { int t = 0; void step() { ++t; } };

// a coroutine in a local class
void spawn_npc() {
  struct Npc {
    rt::task<> think() {
      lag(3); // BAD: sleep
      co_return;
    }
  };
  static Npc npc;
  rt::spawn(npc.think());                            // OK: starts a coroutine
}

// lambda coroutines in a plain function
void register_commands(std::vector<std::function<rt::task<>()>>& cmds) {
  cmds.push_back([]() -> rt::task<> {
    lag(1); // BAD: sleep
    co_return;
  });
  cmds.push_back([]() -> rt::task<> {
    co_await rt::async_sleep(std::chrono::milliseconds(1));  // OK: asynchronous timer
  });
  cmds.push_back([] { return intro(); });            // OK: makes a coroutine object
  lag(1);                                            // OK: plain function, called by no coroutine
}

// lambda coroutine within a coroutine within a lambda
rt::fire_and_forget main_loop(World& w) {
  auto outer = [&w]() -> rt::task<> {
    auto inner = [&w](int ms) -> rt::task<> {
      w.step();                                      // OK: computes
      lag(ms); // BAD: sleep
      co_return;
    };
    co_await inner(3);                               // OK: reported in the lambda itself
    lag(4); // BAD: sleep
  };
  co_await outer();                                  // OK: reported in the lambda itself
  Shard<World> s;
  co_await s.run(w);                                 // OK: reported in run itself
  co_await s.emit(5);                                // OK: reported in emit itself
  co_await greet(std::string("bob"));                // OK: reported in greet itself
  int r = co_await roll(6);                          // OK: reported in roll itself
  lag(r); // BAD: sleep
}

// a function that returns a task without being a coroutine
rt::task<> forward_intro(int ms) {
  if (ms > 5) return intro();                        // OK: passes a task on
  return outro();                                    // OK: passes a task on
}

rt::task<> start() {
  co_await forward_intro(1);                         // OK: harmless factory
  co_await autosave(1);                              // OK: reported in autosave itself
}

}  // namespace game
