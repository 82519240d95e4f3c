// RUN: %check_marks %s -- -std=c++20
// Found in a field trial: a thread that writes logs waits until there are some, and
// then looks, with a time of 0, who can take them: it is no event loop.
#include <poll.h>
#include <pthread.h>
#include <unistd.h>

static void *owners[8];
static pollfd descriptors[8];
static int count;

// The thread.
struct taker {
  int descriptor;
  ssize_t (*write)(taker *, const void *, size_t);
};
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t there_are_logs = PTHREAD_COND_INITIALIZER;

static ssize_t plain_write(taker *t, const void *text, size_t size) {
  return ::write(t->descriptor, text, size); // OK: only the thread that writes logs waits
}
void take(taker *t) { t->write = plain_write; }
static void hand_out() {
  if (::poll(descriptors, count, 0) < 0)
    return;
  for (int i = 0; i < count; i++) {
    auto *t = static_cast<taker *>(owners[i]);
    t->write(t, "x", 1);
  }
}
static void *logs(void *) {
  for (;;) {
    ::pthread_mutex_lock(&lock);
    ::pthread_cond_wait(&there_are_logs, &lock);
    hand_out();
    ::pthread_mutex_unlock(&lock);
  }
}

// A loop that waits for descriptors.
struct client {
  int descriptor;
  void (*ready)(client *);
};
static void slow(client *) {
  ::usleep(10); // BAD: sleep
}
void serve(client *c) { c->ready = slow; }
static void *loop(void *) {
  for (;;) {
    if (::poll(descriptors, count, -1) < 0)
      continue;
    for (int i = 0; i < count; i++) {
      auto *c = static_cast<client *>(owners[i]);
      c->ready(c);
    }
  }
}

// A loop that never waits, and does other work in between.
struct player {
  int descriptor;
  void (*moved)(player *);
};
static void slow_move(player *) {
  ::usleep(10); // BAD: sleep
}
void join(player *p) { p->moved = slow_move; }
void draw();
static void *game(void *) {
  for (;;) {
    draw();
    if (::poll(descriptors, count, 0) <= 0)
      continue;
    for (int i = 0; i < count; i++) {
      auto *p = static_cast<player *>(owners[i]);
      p->moved(p);
    }
  }
}

int start(pthread_t *threads) {
  return ::pthread_create(&threads[0], nullptr, logs, nullptr) +
         ::pthread_create(&threads[1], nullptr, loop, nullptr) +
         ::pthread_create(&threads[2], nullptr, game, nullptr);
}
