// tbb, on its own headers; see README.md.
// REQUIRES: tbb
// RUN: %check_marks %s --profile=strict -- -std=c++20
#include <tbb/blocked_range.h>
#include <tbb/concurrent_hash_map.h>
#include <tbb/concurrent_priority_queue.h>
#include <tbb/concurrent_queue.h>
#include <tbb/concurrent_vector.h>
#include <tbb/flow_graph.h>
#include <tbb/global_control.h>
#include <tbb/parallel_for.h>
#include <tbb/parallel_for_each.h>
#include <tbb/parallel_invoke.h>
#include <tbb/parallel_pipeline.h>
#include <tbb/parallel_reduce.h>
#include <tbb/parallel_scan.h>
#include <tbb/parallel_sort.h>
#include <tbb/task_arena.h>
#include <tbb/task_group.h>
#include <vector>
#include <coroutine>

struct task {
    struct promise_type {
        task get_return_object() { return {}; }
        std::suspend_never initial_suspend() noexcept { return {}; }
        std::suspend_never final_suspend() noexcept { return {}; }
        void return_void() {}
        void unhandled_exception() {}
    };
};

double heavy(double);

task algorithms(std::vector<double> &v)
{
    tbb::blocked_range<size_t> whole(0, v.size());                      // OK: does not wait
    tbb::parallel_for(whole, [&](const tbb::blocked_range<size_t> &r) { for (auto i = r.begin(); i != r.end(); ++i) v[i] = heavy(v[i]); }); // BAD: wait
    tbb::parallel_for(size_t(0), v.size(), [&](size_t i) { v[i] = heavy(v[i]); }); // BAD: wait
    tbb::parallel_for_each(v.begin(), v.end(), [](double &x) { x = heavy(x); }); // BAD: wait
    double s = tbb::parallel_reduce(whole, 0.0, [&](const tbb::blocked_range<size_t> &r, double a) { for (auto i = r.begin(); i != r.end(); ++i) a += v[i]; return a; }, [](double a, double b) { return a + b; }); // BAD: wait
    tbb::parallel_sort(v.begin(), v.end());                             // BAD: wait
    tbb::parallel_invoke([] { heavy(1); }, [] { heavy(2); });           // BAD: wait
    size_t n = whole.size();                                            // OK: does not wait
    bool d = whole.is_divisible();                                      // OK: does not wait
    (void)s; (void)n; (void)d;
    co_return;
}

task pipeline()
{
    int left = 100;
    tbb::parallel_pipeline(4, tbb::make_filter<void, int>(tbb::filter_mode::serial_in_order, [&](tbb::flow_control &fc) { if (!left) fc.stop(); return left--; }) & tbb::make_filter<int, void>(tbb::filter_mode::parallel, [](int x) { heavy(x); })); // BAD: wait
    co_return;
}

task groups(tbb::task_group &g, tbb::task_arena &a)
{
    g.run([] { heavy(1); });                                            // OK: does not wait
    auto h = g.defer([] { heavy(2); });                                 // OK: does not wait
    g.run(std::move(h));                                                // OK: does not wait
    g.wait();                                                           // BAD: wait
    g.run_and_wait([] { heavy(3); });                                   // BAD: wait
    g.cancel();                                                         // OK: does not wait
    a.enqueue([] { heavy(4); });                                        // OK: does not wait
    int mc = a.max_concurrency();                                       // OK: does not wait
    bool act = a.is_active();                                           // OK: does not wait
    int idx = tbb::this_task_arena::current_thread_index();             // OK: does not wait
    (void)mc; (void)act; (void)idx;
    co_return;
}

task graphs()
{
    tbb::flow::graph g;                                                 // OK: does not wait
    tbb::flow::function_node<int, double> f(g, tbb::flow::unlimited, [](int x) { return heavy(x); }); // OK: does not wait
    tbb::flow::queue_node<double> q(g);                                 // OK: does not wait
    tbb::flow::make_edge(f, q);                                         // OK: does not wait
    bool p = f.try_put(3);                                              // OK: does not wait
    double out;
    bool got = q.try_get(out);                                          // OK: does not wait
    g.wait_for_all();                                                   // BAD: wait
    g.cancel();                                                         // OK: does not wait
    bool c = g.is_cancelled();                                          // OK: does not wait
    (void)p; (void)got; (void)c;
    co_return;
}

task queues(tbb::concurrent_bounded_queue<int> &bq, tbb::concurrent_queue<int> &q, tbb::concurrent_priority_queue<int> &pq)
{
    int x;
    bq.set_capacity(10);                                                // OK: does not wait
    bq.push(1);                                                         // BAD: wait
    bq.pop(x);                                                          // BAD: wait
    bq.emplace(2);                                                      // BAD: wait
    bool a = bq.try_push(3);                                            // OK: does not wait
    bool b = bq.try_pop(x);                                             // OK: does not wait
    bq.abort();                                                         // OK: does not wait
    q.push(1);                                                          // OK: does not wait
    bool c = q.try_pop(x);                                              // OK: does not wait
    pq.push(5);                                                         // OK: does not wait
    bool d = pq.try_pop(x);                                             // OK: does not wait
    tbb::concurrent_vector<int> v;                                      // OK: does not wait
    v.push_back(1);                                                     // OK: does not wait
    (void)a; (void)b; (void)c; (void)d;
    co_return;
}
