// REQUIRES: libevent
// RUN: %check_marks %s -- -std=c++20
// Found in a field trial, in three programs: a server keeps its commands in a
// table of so many functions that anything may run where it calls one of them.
#include <cstring>
#include <event2/event.h>
#include <glob.h>
#include <unistd.h>

namespace fn_commands_in_big_table {

struct command {
  const char *name;
  int (*run)(const char *);
};
static int quick(const char *) { return 0; }
static int source(const char *pattern) {
  glob_t found;
  return ::glob(pattern, 0, nullptr, &found); // BAD: file
}
static int nap(const char *) {
  return ::usleep(10); // BAD: sleep
}
#define QUICK(n)                                                                                                       \
  static int quick##n(const char *) { return n; }
QUICK(1) QUICK(2) QUICK(3) QUICK(4) QUICK(5) QUICK(6) QUICK(7) QUICK(8) QUICK(9) QUICK(10) QUICK(11)
static int never(const char *) {
  return ::usleep(10); // OK: not in the table
}
static const command commands[] = {
    {"quick", quick}, {"source", source}, {"nap", nap},  {"1", quick1}, {"2", quick2},   {"3", quick3},   {"4", quick4},
    {"5", quick5},    {"6", quick6},      {"7", quick7}, {"8", quick8}, {"9", quick9}, {"10", quick10}, {"11", quick11},
};
static int run(const char *line) {
  for (const command &c : commands)
    if (!std::strcmp(c.name, line))
      return c.run("*"); // OK: what is run is reported where it stands
  return never == nullptr;
}
static void on_line(evutil_socket_t, short, void *line) {
  run(static_cast<const char *>(line)); // OK: as above
}
event *watch(event_base *base, int descriptor, char *line) { return event_new(base, descriptor, EV_READ, on_line, line); }

// What many of a table lead to is said once, where the way is shortest.
static int note() { return ::usleep(10); }
static int reply() { return note(); }
static int greet() {
  return note(); // BAD: sleep
}
static int look_up() {
  glob_t found;
  return ::glob("*", 0, nullptr, &found); // BAD: file
}
#define ANSWER(n)                                                                                                      \
  static int answer##n() { return reply() + n; }
ANSWER(1) ANSWER(2) ANSWER(3) ANSWER(4) ANSWER(5) ANSWER(6) // OK: said above
ANSWER(7) ANSWER(8) ANSWER(9) ANSWER(10) ANSWER(11) ANSWER(12)
using answer = int (*)();
static const answer answers[] = {greet,   answer1, answer2, answer3, answer4,  answer5,  answer6,
                                 answer7, answer8, answer9, answer10, answer11, answer12, look_up};
static void on_question(evutil_socket_t, short, void *which) { answers[*static_cast<int *>(which)](); }
event *watch(event_base *base, int descriptor, int *which) {
  return event_new(base, descriptor, EV_READ, on_question, which);
}

// A table that only main() looks into.
struct step {
  int (*run)();
};
static int slow_step() {
  return ::usleep(10); // OK: no loop calls it
}
#define STEP(n)                                                                                                        \
  static int step##n() { return n; }
STEP(1) STEP(2) STEP(3) STEP(4) STEP(5) STEP(6) STEP(7) STEP(8) STEP(9) STEP(10) STEP(11) STEP(12)
static const step steps[] = {{slow_step}, {step1}, {step2}, {step3}, {step4},  {step5}, {step6},
                             {step7},     {step8}, {step9}, {step10}, {step11}, {step12}};
int prepare() {
  int all = 0;
  for (const step &s : steps)
    all += s.run();
  return all;
}

} // namespace fn_commands_in_big_table
