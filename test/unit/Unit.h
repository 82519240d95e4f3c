//===- Unit.h - a few lines of test framework -------------------*- C++ -*-===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef NOSTALL_TEST_UNIT_H
#define NOSTALL_TEST_UNIT_H

#include <cstdio>
#include <vector>

namespace nostall::unit {

struct Test {
  const char *Name;
  void (*Run)();
};
inline std::vector<Test> &tests() {
  static std::vector<Test> All;
  return All;
}
inline int Failures = 0;

struct Registration {
  Registration(const char *Name, void (*Run)()) {
    tests().push_back({Name, Run});
  }
};

inline void expect(bool Holds, const char *Text, const char *File, int Line) {
  if (Holds)
    return;
  ++Failures;
  std::printf("%s:%d: does not hold: %s\n", File, Line, Text);
}

inline int runAll() {
  for (const Test &T : tests())
    T.Run();
  std::printf("%zu unit tests, %d failures\n", tests().size(), Failures);
  return Failures != 0;
}

} // namespace nostall::unit

#define TEST(Name)                                                             \
  static void Name();                                                          \
  static nostall::unit::Registration Register##Name(#Name, Name);              \
  static void Name()
#define EXPECT(Condition)                                                      \
  nostall::unit::expect(Condition, #Condition, __FILE__, __LINE__)

#endif // NOSTALL_TEST_UNIT_H
