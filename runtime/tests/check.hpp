#pragma once
// A test executable: CASE(name) { … CHECK(condition); … } and CHECK_MAIN.
#include <cstdio>
#include <cstring>
#include <exception>
#include <string>
#include <vector>

namespace check {

struct test_case {
  const char *name;
  void (*run)();
};
inline std::vector<test_case> &cases() {
  static std::vector<test_case> all;
  return all;
}
inline int failures = 0;

struct registered {
  registered(const char *name, void (*run)()) {
    cases().push_back({name, run});
  }
};

inline void failed(const char *file, int line, const std::string &what) {
  ++failures;
  std::printf("%s:%d: failed: %s\n", file, line, what.c_str());
  std::fflush(stdout);
}

inline int main(int argc, char **argv) {
  int ran = 0, bad = 0;
  for (auto &test : cases()) {
    if (argc > 1 && !std::strstr(test.name, argv[1]))
      continue;
    ++ran;
    int before = failures;
    try {
      test.run();
    } catch (const std::exception &e) {
      failed(test.name, 0, std::string("exception: ") + e.what());
    }
    bad += failures != before;
    std::printf("%s %s\n", failures == before ? "ok  " : "FAIL", test.name);
    std::fflush(stdout);
  }
  std::printf("%d passed, %d failed\n", ran - bad, bad);
  return bad || !ran;
}

} // namespace check

#define CASE(name)                                                             \
  static void name();                                                          \
  static check::registered name##_registered(#name, name);                     \
  static void name()

#define CHECK(...)                                                             \
  do {                                                                         \
    if (!(__VA_ARGS__))                                                        \
      check::failed(__FILE__, __LINE__, #__VA_ARGS__);                         \
  } while (false)

// The expression throws an E.
#define CHECK_THROWS(E, ...)                                                   \
  do {                                                                         \
    bool thrown = false;                                                       \
    try {                                                                      \
      __VA_ARGS__;                                                             \
    } catch (const E &) {                                                      \
      thrown = true;                                                           \
    }                                                                          \
    if (!thrown)                                                               \
      check::failed(__FILE__, __LINE__, #__VA_ARGS__ " throws " #E);           \
  } while (false)

#define CHECK_MAIN                                                             \
  int main(int argc, char **argv) { return check::main(argc, argv); }
