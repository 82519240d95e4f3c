// Registries: tables behind a function that gives a reference to them, filled
// before main() by objects and functions that are given callables.
// RUN: %check_marks %s -- %flags

#include "coroutine.h"
#include <functional>
#include <map>
#include <string>
#include <unistd.h>
#include <vector>
using command = std::function<void(int)>;
std::map<std::string, command> &commands() {
  static std::map<std::string, command> all;
  return all;
}
std::map<std::string, void (*)(int)> &quick() {
  static std::map<std::string, void (*)(int)> all;
  return all;
}
void slow(int) { sleep(1); }
void fast(int) {}
struct registrar {
  registrar(const char *name, command c) { commands()[name] = std::move(c); }
};
static registrar one("slow", slow);
void fill() { quick().emplace("fast", fast); }
class plugins {
public:
  static std::vector<std::function<void()>> &hooks() { return hooks_; }
  static std::vector<std::function<void()>> &later() { return later_; }

private:
  static std::vector<std::function<void()>> hooks_, later_;
};
void setup() {
  plugins::hooks().push_back([] { sleep(1); });
  plugins::later().push_back([] {});
}
mock::task<> run(std::string name) {
  auto it = commands().find(name);
  if (it != commands().end())
    it->second(1);     // BAD: sleep
  quick().at(name)(2); // OK: only fast ones
  for (auto &h : plugins::hooks())
    h(); // BAD: sleep
  for (auto &h : plugins::later())
    h(); // OK: does nothing
  co_return;
}
static std::vector<command> kept, dropped;
bool keep(command c) {
  kept.push_back(c);
  return true;
}
struct registry {
  bool add(command c) {
    list.push_back(c);
    return true;
  }
  std::vector<command> list;
};
registry &all() {
  static registry r;
  return r;
}
static bool known = keep(slow);
static bool also = all().add([](int) { sleep(1); });
mock::task<> run_kept() {
  kept[0](1);       // BAD: sleep
  dropped[0](1);    // OK: nothing was ever put there
  all().list[0](1); // BAD: sleep
  co_return;
}
