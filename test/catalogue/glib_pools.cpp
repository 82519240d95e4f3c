// Pools of GLib, whose threads alone run what they are made with.
// REQUIRES: glib
// RUN: %check_marks %s -- %flags -isystem /usr/include/glib-2.0 -isystem /usr/lib/x86_64-linux-gnu/glib-2.0/include

#include <glib.h>

// The pool in a field is no use of its function here: the pool's threads alone
// run it, and hold its mutex for long.
struct Prober {
  GMutex slow, quick;
  GThreadPool *pool;
};
static void probe(gpointer, gpointer user) {
  auto *app = static_cast<Prober *>(user);
  g_mutex_lock(&app->slow);
  g_usleep(100000); // OK: on a thread of the pool
  g_mutex_unlock(&app->slow);
  g_mutex_lock(&app->quick);
  g_mutex_unlock(&app->quick);
}
static gboolean on_probe(gpointer user) {
  auto *app = static_cast<Prober *>(user);
  g_thread_pool_push(app->pool, user, nullptr); // OK: queues
  g_mutex_lock(&app->slow);                     // BAD: lock
  g_mutex_unlock(&app->slow);
  g_mutex_lock(&app->quick); // OK: held for an instant
  g_mutex_unlock(&app->quick);
  return TRUE;
}
void start_probing(Prober &app) {
  app.pool = g_thread_pool_new(probe, &app, 2, FALSE, nullptr);
  g_timeout_add(10, on_probe, &app);
}
