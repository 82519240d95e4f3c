// hiredis, on its own headers; see README.md.
// REQUIRES: hiredis
// RUN: %check_marks %s --profile=strict -- -std=c++20 -I/usr/include/hiredis -D_FILE_OFFSET_BITS=64
#include <hiredis.h>
#include <async.h>
#include <sys/time.h>
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

static void on_reply(redisAsyncContext *, void *, void *) {}
static void on_connect(const redisAsyncContext *, int) {}

task sync_client()
{
    struct timeval tv = {2, 0};
    void *r = nullptr;
    int done = 0;
    redisContext *c = redisConnect("cache1", 6379);                     // BAD: database
    redisContext *d = redisConnectWithTimeout("cache1", 6379, tv);      // BAD: database
    redisContext *u = redisConnectUnix("/run/redis.sock");              // BAD: database
    redisSetTimeout(c, tv);                                             // OK: does not wait
    redisEnableKeepAlive(c);                                            // OK: does not wait
    void *g = redisCommand(c, "GET %s", "k");                           // BAD: database
    const char *argv[] = {"SET", "k", "v"};
    void *s = redisCommandArgv(c, 3, argv, nullptr);                    // BAD: database
    freeReplyObject(g);                                                 // OK: does not wait
    redisAppendCommand(c, "INCR n");                                    // OK: does not wait
    redisAppendCommandArgv(c, 3, argv, nullptr);                        // OK: does not wait
    redisGetReply(c, &r);                                               // BAD: database
    redisBufferWrite(c, &done);                                         // BAD: database
    redisBufferRead(c);                                                 // BAD: database
    redisGetReplyFromReader(c, &r);                                     // OK: does not wait
    redisReconnect(c);                                                  // BAD: database
    redisFree(d);                                                       // OK: does not wait
    (void)u; (void)s;
    co_return;
}

task formatting()
{
    char *out = nullptr;
    void *r = nullptr;
    int n = redisFormatCommand(&out, "SET %s %d", "k", 1);              // OK: does not wait
    redisFreeCommand(out);                                              // OK: does not wait
    redisReader *rd = redisReaderCreate();                              // OK: does not wait
    redisReaderFeed(rd, "+OK\r\n", 5);                                  // OK: does not wait
    redisReaderGetReply(rd, &r);                                        // OK: does not wait
    redisReaderFree(rd);                                                // OK: does not wait
    (void)n;
    co_return;
}

task nonblocking_client()
{
    int done = 0;
    redisContext *c = redisConnectNonBlock("127.0.0.1", 6379);          // OK: does not wait
    redisAppendCommand(c, "PING");                                      // OK: does not wait
    redisBufferWrite(c, &done);                                         // OK: does not wait
    redisBufferRead(c);                                                 // OK: does not wait
    co_return;
}

task async_client()
{
    redisAsyncContext *a = redisAsyncConnect("127.0.0.1", 6379);        // OK: does not wait
    redisAsyncSetConnectCallback(a, on_connect);                        // OK: does not wait
    redisAsyncCommand(a, on_reply, nullptr, "GET %s", "k");             // OK: does not wait
    redisAsyncHandleRead(a);                                            // OK: does not wait
    redisAsyncHandleWrite(a);                                           // OK: does not wait
    redisAsyncDisconnect(a);                                            // OK: does not wait
    redisAsyncContext *u = redisAsyncConnectUnix("/run/redis.sock");    // OK: does not wait
    redisAsyncFree(u);                                                  // OK: does not wait
    co_return;
}
