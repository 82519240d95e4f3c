// GLib and GIO: what the loop calls back, and what waits.
// REQUIRES: glib
// RUN: %check_marks %s --profile=strict -- %flags -isystem /usr/include/glib-2.0 -isystem /usr/lib/x86_64-linux-gnu/glib-2.0/include
#include "coroutine.h"

#include <gio/gio.h>
#include <glib-unix.h>
#include <glib/gstdio.h>
#include <sys/socket.h>
#include <unistd.h>

// ---- The loop runs these, each registered by another function ----

gboolean on_timeout(gpointer) {
  usleep(5); // BAD: sleep
  return FALSE;
}
gboolean on_timeout_full(gpointer) {
  usleep(5); // BAD: sleep
  return FALSE;
}
gboolean on_idle(gpointer) {
  usleep(5); // BAD: sleep
  return FALSE;
}
gboolean on_source(gpointer) {
  usleep(5); // BAD: sleep
  return FALSE;
}
gboolean on_invoke(gpointer) {
  usleep(5); // BAD: sleep
  return FALSE;
}
gboolean on_unix_signal(gpointer) {
  usleep(5); // BAD: sleep
  return FALSE;
}
gboolean on_descriptor(gint, GIOCondition, gpointer) {
  usleep(5); // BAD: sleep
  return FALSE;
}
gboolean on_channel(GIOChannel *, GIOCondition, gpointer) {
  usleep(5); // BAD: sleep
  return FALSE;
}
void on_child(GPid, gint, gpointer) {
  usleep(5); // BAD: sleep
}
void on_signal(GObject *, gpointer) {
  usleep(5); // BAD: sleep
}
void on_swapped_signal(gpointer, GObject *) {
  usleep(5); // BAD: sleep
}
void on_object_signal(GObject *, gpointer) {
  usleep(5); // BAD: sleep
}
gboolean never_given(gpointer) {
  usleep(5); // OK: no loop runs it
  return FALSE;
}

void watch(GObject *object, GSource *source, GIOChannel *channel, GPid child) {
  g_timeout_add(10, on_timeout, nullptr);
  g_timeout_add_full(G_PRIORITY_LOW, 10, on_timeout_full, nullptr, nullptr);
  g_idle_add(on_idle, nullptr);
  g_source_set_callback(source, G_SOURCE_FUNC(on_source), nullptr, nullptr);
  g_main_context_invoke(nullptr, on_invoke, nullptr);
  g_unix_signal_add(2, on_unix_signal, nullptr);
  g_unix_fd_add(3, G_IO_IN, on_descriptor, nullptr);
  g_io_add_watch(channel, G_IO_IN, on_channel, nullptr);
  g_child_watch_add(child, on_child, nullptr);
  g_signal_connect(object, "notify", G_CALLBACK(on_signal), nullptr);
  g_signal_connect_swapped(object, "notify", G_CALLBACK(on_swapped_signal), nullptr);
  g_signal_connect_object(object, "notify", G_CALLBACK(on_object_signal), object, G_CONNECT_AFTER);
  g_idle_add(nullptr, nullptr); // OK: nothing to call
  g_idle_add(
      [](gpointer) -> gboolean {
        usleep(5); // BAD: sleep
        return FALSE;
      },
      nullptr);
}

void on_read(GObject *, GAsyncResult *, gpointer) {
  usleep(5); // BAD: sleep
}
void on_loaded(GObject *, GAsyncResult *, gpointer) {
  usleep(5); // BAD: sleep
}
void on_progress(goffset, goffset, gpointer) {
  usleep(5); // BAD: sleep
}
void on_bus(GObject *, GAsyncResult *, gpointer) {
  usleep(5); // BAD: sleep
}
void on_answer(GObject *, GAsyncResult *, gpointer) {
  usleep(5); // BAD: sleep
}
void on_proxy(GObject *, GAsyncResult *, gpointer) {
  usleep(5); // BAD: sleep
}
void on_task(GObject *, GAsyncResult *, gpointer) {
  usleep(5); // BAD: sleep
}
void on_subscribed(GDBusConnection *, const gchar *, const gchar *, const gchar *, const gchar *, GVariant *, gpointer) {
  usleep(5); // BAD: sleep
}
void on_name(GDBusConnection *, const gchar *, gpointer) {
  usleep(5); // BAD: sleep
}
GDBusMessage *filter(GDBusConnection *, GDBusMessage *message, gboolean, gpointer) {
  usleep(5); // OK: on the thread that reads the messages
  return message;
}
gpointer thread(gpointer) {
  usleep(5); // OK: on a thread of its own
  return nullptr;
}
void pool_work(gpointer, gpointer) {
  usleep(5); // OK: on the pool
}
void task_work(GTask *, gpointer, gpointer, GCancellable *) {
  usleep(5); // OK: on a thread
}
void on_action(GSimpleAction *, GVariant *, gpointer) {
  usleep(5); // BAD: sleep
}

void start(GInputStream *stream, GFile *file, GDBusConnection *bus, GDBusProxy *proxy, GActionMap *actions) {
  g_input_stream_read_async(stream, nullptr, 0, 0, nullptr, on_read, nullptr);
  g_file_load_contents_async(file, nullptr, on_loaded, nullptr);
  g_file_copy_async(file, file, G_FILE_COPY_NONE, 0, nullptr, on_progress, nullptr, nullptr, nullptr);
  g_bus_get(G_BUS_TYPE_SESSION, nullptr, on_bus, nullptr);
  g_dbus_connection_call(bus, nullptr, "/", "org.example", "Get", nullptr, nullptr, G_DBUS_CALL_FLAGS_NONE, -1, nullptr,
                         on_answer, nullptr);
  g_dbus_proxy_call(proxy, "Get", nullptr, G_DBUS_CALL_FLAGS_NONE, -1, nullptr, on_proxy, nullptr);
  g_dbus_connection_signal_subscribe(bus, nullptr, nullptr, nullptr, nullptr, nullptr, G_DBUS_SIGNAL_FLAGS_NONE,
                                     on_subscribed, nullptr, nullptr);
  g_bus_own_name(G_BUS_TYPE_SESSION, "org.example", G_BUS_NAME_OWNER_FLAGS_NONE, nullptr, on_name, nullptr, nullptr,
                 nullptr);
  g_dbus_connection_add_filter(bus, filter, nullptr, nullptr);
  g_thread_new("worker", thread, nullptr);
  g_thread_pool_new(pool_work, nullptr, 4, FALSE, nullptr);
  GTask *task = g_task_new(nullptr, nullptr, on_task, nullptr);
  g_task_run_in_thread(task, task_work);
  static const GActionEntry entries[] = {{"open", on_action, nullptr, nullptr, nullptr, {}}};
  g_action_map_add_action_entries(actions, entries, 1, nullptr);
}

// ---- What waits, and its twin; the brief ones count in the strict profile ----

mock::task<> loops(GMainLoop *loop, GMainContext *context) {
  g_main_loop_run(loop);                    // BAD: nested-event-loop
  g_main_context_iteration(context, TRUE);  // BAD: nested-event-loop
  g_main_context_iteration(context, FALSE); // BAD: nested-event-loop
  g_main_context_dispatch(context);         // BAD: nested-event-loop
  g_main_loop_quit(loop);                   // OK: only says so
  g_main_context_pending(context);          // OK: only looks
  g_main_context_wakeup(context);           // OK: only says so
  GPollFD descriptor{};
  g_poll(&descriptor, 1, -1);               // BAD: wait
  g_poll(&descriptor, 1, 0);                // OK: no time
  co_return;
}

mock::task<> threads(GThread *t, GThreadPool *pool, GTask *task, GMutex *m, GRecMutex *r, GRWLock *l, GCond *c,
                     GAsyncQueue *q) {
  g_usleep(1000);                        // BAD: sleep
  g_usleep(0);                           // OK: zero
  g_thread_join(t);                      // BAD: wait
  g_thread_unref(t);                     // OK: does not wait
  g_thread_pool_free(pool, FALSE, TRUE); // BAD: wait
  g_thread_pool_free(pool, TRUE, FALSE); // OK: does not wait
  g_thread_pool_push(pool, t, nullptr);  // OK: does not wait
  g_task_run_in_thread_sync(task, task_work); // BAD: wait
  g_task_run_in_thread(task, task_work); // OK: does not wait
  g_mutex_lock(m);                       // BAD: lock
  g_mutex_trylock(m);                    // OK: does not wait
  g_mutex_unlock(m);                     // OK: does not wait
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new(m); // BAD: lock
  g_rec_mutex_lock(r);                   // BAD: lock
  g_rw_lock_reader_lock(l);              // BAD: lock
  g_rw_lock_reader_trylock(l);           // OK: does not wait
  g_cond_wait(c, m);                     // BAD: wait
  g_cond_wait_until(c, m, 1000);         // BAD: wait
  g_cond_signal(c);                      // OK: does not wait
  g_async_queue_pop(q);                  // BAD: wait
  g_async_queue_timeout_pop(q, 1000);    // BAD: wait
  g_async_queue_timeout_pop(q, 0);       // OK: no time
  g_async_queue_try_pop(q);              // OK: does not wait
  g_async_queue_push(q, t);              // OK: does not wait
  co_return;
}

mock::task<> processes(GSubprocess *child, gchar **arguments) {
  g_spawn_command_line_sync("make", nullptr, nullptr, nullptr, nullptr); // BAD: process
  g_spawn_sync(nullptr, arguments, nullptr, G_SPAWN_DEFAULT, nullptr, nullptr, nullptr, nullptr, nullptr, nullptr); // BAD: process
  g_spawn_async(nullptr, arguments, nullptr, G_SPAWN_DEFAULT, nullptr, nullptr, nullptr, nullptr); // BAD: process
  g_subprocess_wait(child, nullptr, nullptr);                    // BAD: process
  g_subprocess_wait_async(child, nullptr, on_task, nullptr);     // OK: has a callback
  g_subprocess_communicate(child, nullptr, nullptr, nullptr, nullptr, nullptr); // BAD: process
  g_subprocess_force_exit(child);                                // OK: only sends the signal
  co_return;
}

mock::task<> bus(GDBusConnection *connection, GDBusProxy *proxy, GVariant *value) {
  g_bus_get_sync(G_BUS_TYPE_SYSTEM, nullptr, nullptr);     // BAD: ipc
  g_bus_get(G_BUS_TYPE_SYSTEM, nullptr, on_bus, nullptr);  // OK: has a callback
  g_dbus_connection_call_sync(connection, nullptr, "/", "org.example", "Get", value, nullptr, G_DBUS_CALL_FLAGS_NONE, -1, nullptr, nullptr); // BAD: ipc
  g_dbus_proxy_call_sync(proxy, "Get", value, G_DBUS_CALL_FLAGS_NONE, -1, nullptr, nullptr); // BAD: ipc
  g_dbus_proxy_call(proxy, "Get", value, G_DBUS_CALL_FLAGS_NONE, -1, nullptr, on_proxy, nullptr); // OK: has a callback
  g_dbus_connection_flush_sync(connection, nullptr, nullptr); // BAD: ipc
  g_dbus_connection_flush(connection, nullptr, on_bus, nullptr); // OK: has a callback
  co_return;
}

mock::task<> files(GFile *file, GKeyFile *keys) {
  gchar *text = nullptr;
  g_file_get_contents("settings", &text, nullptr, nullptr);           // BAD: file
  g_file_get_contents("/proc/self/stat", &text, nullptr, nullptr);    // OK: in memory
  g_file_set_contents("settings", text, -1, nullptr);                 // BAD: file
  g_file_test("settings", G_FILE_TEST_EXISTS);                        // BAD: file
  g_key_file_load_from_file(keys, "settings", G_KEY_FILE_NONE, nullptr);   // BAD: file
  g_key_file_load_from_data(keys, text, -1, G_KEY_FILE_NONE, nullptr);     // OK: in memory
  g_file_load_contents(file, nullptr, &text, nullptr, nullptr, nullptr);   // BAD: file
  g_file_load_contents_async(file, nullptr, on_loaded, nullptr);           // OK: has a callback
  g_file_query_exists(file, nullptr);                                      // BAD: file
  g_file_get_path(file);                                                   // OK: works on the name
  g_file_copy(file, file, G_FILE_COPY_NONE, nullptr, on_progress, nullptr, nullptr); // BAD: file sleep
  g_print("done\n");                                                       // BAD: console
  co_return;
}

mock::task<> streams(GFile *file, GInputStream *unknown, GIOStream *connection, GSocketClient *client, char *bytes) {
  g_input_stream_read(unknown, bytes, 8, nullptr, nullptr);                      // BAD: socket
  g_input_stream_read_async(unknown, bytes, 8, 0, nullptr, on_read, nullptr);    // OK: has a callback
  GOutputStream *out = g_io_stream_get_output_stream(connection);
  g_output_stream_write(out, bytes, 8, nullptr, nullptr);                        // BAD: socket
  GFileInputStream *opened = g_file_read(file, nullptr, nullptr);                // BAD: file
  g_input_stream_read(G_INPUT_STREAM(opened), bytes, 8, nullptr, nullptr);       // BAD: file
  GInputStream *memory = g_memory_input_stream_new_from_data(bytes, 8, nullptr);
  g_input_stream_read(memory, bytes, 8, nullptr, nullptr);                       // OK: in memory
  GDataInputStream *lines = g_data_input_stream_new(memory);
  g_data_input_stream_read_line(lines, nullptr, nullptr, nullptr);               // OK: in memory
  g_pollable_stream_read(unknown, bytes, 8, TRUE, nullptr, nullptr);             // BAD: socket
  g_pollable_stream_read(unknown, bytes, 8, FALSE, nullptr, nullptr);            // OK: says so
  g_socket_client_connect_to_host(client, "example.org", 80, nullptr, nullptr);  // BAD: socket
  g_socket_client_connect_to_host_async(client, "example.org", 80, nullptr, on_task, nullptr); // OK: has a callback
  co_return;
}

mock::task<> sockets(GSocket *slow, GSocket *quick, GResolver *resolver, GIOChannel *channel, char *bytes) {
  g_socket_receive(slow, bytes, 8, nullptr, nullptr);                      // BAD: socket
  g_socket_receive_with_blocking(slow, bytes, 8, FALSE, nullptr, nullptr); // OK: says so
  g_socket_receive_with_blocking(slow, bytes, 8, TRUE, nullptr, nullptr);  // BAD: socket
  g_socket_condition_wait(slow, G_IO_IN, nullptr, nullptr);                // BAD: socket
  g_socket_condition_check(slow, G_IO_IN);                                 // OK: only looks
  g_socket_set_blocking(quick, FALSE);
  g_socket_send(quick, bytes, 8, nullptr, nullptr);                        // OK: non-blocking
  g_socket_set_blocking(quick, TRUE);
  g_socket_send(quick, bytes, 8, nullptr, nullptr);                        // BAD: socket
  g_resolver_lookup_by_name(resolver, "example.org", nullptr, nullptr);    // BAD: dns
  g_resolver_lookup_by_name(resolver, "127.0.0.1", nullptr, nullptr);      // OK: a number
  g_resolver_lookup_by_name_async(resolver, "example.org", nullptr, on_task, nullptr); // OK: has a callback
  gchar *line = nullptr;
  g_io_channel_read_line(channel, &line, nullptr, nullptr, nullptr);       // BAD: file
  g_io_channel_set_flags(channel, G_IO_FLAG_NONBLOCK, nullptr);
  g_io_channel_read_line(channel, &line, nullptr, nullptr, nullptr);       // OK: non-blocking
  co_return;
}

mock::task<> more(GSeekable *place, GBytes *bytes, GTlsInteraction *asker, GTlsPassword *secret, GAsyncQueue *queue) {
  g_unlink("a");                                         // BAD: file
  g_access("a", 0);                                      // BAD: file
  g_path_is_absolute("a");                               // OK: works on the text
  g_printf("a");                                         // BAD: console
  char text[8];
  g_snprintf(text, 8, "a");                              // OK: in memory
  g_resource_load("a.gresource", nullptr);               // BAD: file
  g_resource_new_from_data(bytes, nullptr);              // OK: in memory
  g_tls_certificate_new_from_file("a.pem", nullptr);     // BAD: file
  g_tls_certificate_new_from_pem("a", 1, nullptr);       // OK: in memory
  g_seekable_seek(place, 0, G_SEEK_SET, nullptr, nullptr); // BAD: file
  g_seekable_can_seek(place);                            // OK: only asks
  g_tls_interaction_ask_password(asker, secret, nullptr, nullptr); // BAD: wait
  g_tls_interaction_ask_password_async(asker, secret, nullptr, nullptr, nullptr); // OK: calls back
  g_async_queue_lock(queue);                             // BAD: lock
  g_async_queue_unlock(queue);                           // OK: gives it back
  co_return;
}
