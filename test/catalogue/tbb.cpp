// oneTBB on its own headers.
// REQUIRES: tbb
// RUN: %check_marks %s -- %flags
#include "coroutine.h"

#include <algorithm>
#include <execution>
#include <oneapi/tbb/concurrent_hash_map.h>
#include <oneapi/tbb/concurrent_queue.h>
#include <oneapi/tbb/parallel_for.h>
#include <oneapi/tbb/task_arena.h>
#include <oneapi/tbb/task_group.h>
#include <unistd.h>
#include <vector>

mock::task<> wait(tbb::task_group &tasks, tbb::task_arena &arena, tbb::concurrent_bounded_queue<int> &queue,
                  int &value) {
  tbb::parallel_for(0, 8, [](int) {}); // BAD: wait
  tasks.run([] { usleep(5); });        // OK: a thread of the pool
  tasks.wait();                        // BAD: wait
  arena.enqueue([] { usleep(5); });    // OK: a thread of the pool
  queue.pop(value);                    // BAD: wait
  queue.try_pop(value);                // OK: gives up at once
  queue.push(1);                       // BAD: wait
  queue.try_push(1);                   // OK: gives up at once
  co_return;
}

mock::task<> parallel(std::vector<int> &values) {
  std::sort(std::execution::par, values.begin(), values.end());                             // BAD: cpu-bound
  std::for_each(std::execution::par_unseq, values.begin(), values.end(), [](int &n) { ++n; }); // BAD: cpu-bound
  std::sort(std::execution::seq, values.begin(), values.end());                             // OK: not known to be long
  std::sort(values.begin(), values.end());                                                  // OK: the same
  co_return;
}
