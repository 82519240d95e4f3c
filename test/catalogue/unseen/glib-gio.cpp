// glib-gio, on its own headers; see README.md.
// REQUIRES: glib
// RUN: %check_marks %s --profile=strict -- -std=c++20 -I/usr/include/glib-2.0 -I/usr/lib/x86_64-linux-gnu/glib-2.0/include -I/usr/include/libmount -I/usr/include/blkid -I/usr/include/gio-unix-2.0 -pthread
#include <gio/gio.h>
#include <gio/gunixinputstream.h>
#include <glib.h>
#include <glib/gstdio.h>
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

static gpointer work(gpointer) { return nullptr; }
static gboolean tick(gpointer) { return FALSE; }
static void done(GObject *, GAsyncResult *, gpointer) {}

task threads(GMutex *m, GCond *cv, GAsyncQueue *q, GThread *old)
{
    GThread *t = g_thread_new("w", work, nullptr);                      // OK: does not wait
    g_thread_join(old);                                                 // BAD: wait
    g_thread_unref(t);                                                  // OK: does not wait
    gboolean l = g_mutex_trylock(m);                                    // OK: does not wait
    g_cond_wait(cv, m);                                                 // BAD: wait
    g_cond_wait_until(cv, m, g_get_monotonic_time() + G_TIME_SPAN_SECOND); // BAD: wait
    g_cond_signal(cv);                                                  // OK: does not wait
    g_cond_broadcast(cv);                                               // OK: does not wait
    gpointer a = g_async_queue_pop(q);                                  // BAD: wait
    gpointer b = g_async_queue_timeout_pop(q, 500000);                  // BAD: wait
    gpointer c = g_async_queue_try_pop(q);                              // OK: does not wait
    g_async_queue_push(q, a);                                           // OK: does not wait
    gint n = g_async_queue_length(q);                                   // OK: does not wait
    g_usleep(1000);                                                     // BAD: sleep
    gint64 now = g_get_monotonic_time();                                // OK: does not wait
    (void)l; (void)b; (void)c; (void)n; (void)now;
    co_return;
}

task pools(GThreadPool *p)
{
    g_thread_pool_push(p, nullptr, nullptr);                            // OK: does not wait
    guint u = g_thread_pool_unprocessed(p);                             // OK: does not wait
    g_thread_pool_free(p, FALSE, TRUE);                                 // BAD: wait
    (void)u;
    co_return;
}

task loops()
{
    GMainLoop *l = g_main_loop_new(nullptr, FALSE);                     // OK: does not wait
    guint id = g_timeout_add(100, tick, nullptr);                       // OK: does not wait
    g_idle_add(tick, nullptr);                                          // OK: does not wait
    g_main_loop_run(l);                                                 // BAD: nested-event-loop
    g_main_loop_quit(l);                                                // OK: does not wait
    g_main_context_iteration(nullptr, TRUE);                            // BAD: nested-event-loop
    gboolean p = g_main_context_pending(nullptr);                       // OK: does not wait
    g_source_remove(id);                                                // OK: does not wait
    GPollFD fd = {0, G_IO_IN, 0};
    g_poll(&fd, 1, -1);                                                 // BAD: wait
    g_poll(&fd, 1, 0);                                                  // OK: does not wait
    (void)p;
    co_return;
}

task files(const char *path)
{
    char *text = nullptr;
    gsize len = 0;
    g_file_get_contents(path, &text, &len, nullptr);                    // BAD: file
    g_file_set_contents(path, "x", 1, nullptr);                         // BAD: file
    gboolean t = g_file_test(path, G_FILE_TEST_EXISTS);                 // BAD: file
    GDir *d = g_dir_open(path, 0, nullptr);                             // BAD: file
    g_mkdir_with_parents("/srv/a/b", 0755);                             // BAD: file
    char *bn = g_path_get_basename(path);                               // OK: does not wait
    char *fp = g_build_filename("/srv", "x", nullptr);                  // OK: does not wait
    GKeyFile *kf = g_key_file_new();                                    // OK: does not wait
    g_key_file_load_from_file(kf, path, G_KEY_FILE_NONE, nullptr);      // BAD: file
    g_key_file_load_from_data(kf, "[a]\nb=1\n", -1, G_KEY_FILE_NONE, nullptr); // OK: does not wait
    char *v = g_key_file_get_string(kf, "a", "b", nullptr);             // OK: does not wait
    g_free(text);                                                       // OK: does not wait
    (void)t; (void)d; (void)bn; (void)fp; (void)v;
    co_return;
}

task gfile(const char *path)
{
    char *text = nullptr;
    GFile *f = g_file_new_for_path(path);                               // OK: does not wait
    char *p = g_file_get_path(f);                                       // OK: does not wait
    GFile *c = g_file_get_child(f, "a");                                // OK: does not wait
    g_file_load_contents(f, nullptr, &text, nullptr, nullptr, nullptr); // BAD: file
    g_file_load_contents_async(f, nullptr, done, nullptr);              // OK: does not wait
    GFileInputStream *in = g_file_read(f, nullptr, nullptr);            // BAD: file
    g_file_read_async(f, 0, nullptr, done, nullptr);                    // OK: does not wait
    gboolean e = g_file_query_exists(f, nullptr);                       // BAD: file
    GFileInfo *i = g_file_query_info(f, "*", G_FILE_QUERY_INFO_NONE, nullptr, nullptr); // BAD: file
    g_file_copy(f, c, G_FILE_COPY_OVERWRITE, nullptr, nullptr, nullptr, nullptr); // BAD: file
    g_file_delete(f, nullptr, nullptr);                                 // BAD: file
    g_file_delete_async(f, 0, nullptr, done, nullptr);                  // OK: does not wait
    goffset sz = g_file_info_get_size(i);                               // OK: does not wait
    GInputStream *mem = g_memory_input_stream_new_from_data("abc", 3, nullptr); // OK: does not wait
    char b[8];
    g_input_stream_read(mem, b, sizeof b, nullptr, nullptr);            // OK: does not wait
    (void)p; (void)in; (void)e; (void)sz;
    co_return;
}

task sockets(GSocketAddress *sa, GCancellable *can)
{
    GSocketClient *cl = g_socket_client_new();                          // OK: does not wait
    g_socket_client_set_timeout(cl, 5);                                 // OK: does not wait
    GSocketConnection *c = g_socket_client_connect_to_host(cl, "db1", 5432, nullptr, nullptr); // BAD: socket
    g_socket_client_connect_to_host_async(cl, "db1", 5432, can, done, nullptr); // OK: does not wait
    GSocket *s = g_socket_new(G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, nullptr); // OK: does not wait
    g_socket_connect(s, sa, nullptr, nullptr);                          // BAD: socket
    char b[64];
    g_socket_receive(s, b, sizeof b, nullptr, nullptr);                 // BAD: socket
    g_socket_receive_with_blocking(s, b, sizeof b, FALSE, nullptr, nullptr); // OK: does not wait
    g_socket_condition_wait(s, G_IO_IN, nullptr, nullptr);              // BAD: socket
    GIOCondition ic = g_socket_condition_check(s, G_IO_IN);             // OK: does not wait
    g_cancellable_cancel(can);                                          // OK: does not wait
    (void)c; (void)ic;
    co_return;
}

task sockets_nb(GSocketAddress *sa)
{
    char b[64];
    GSocket *s = g_socket_new(G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, nullptr); // OK: does not wait
    g_socket_set_blocking(s, FALSE);                                    // OK: does not wait
    g_socket_connect(s, sa, nullptr, nullptr);                          // OK: does not wait
    g_socket_receive(s, b, sizeof b, nullptr, nullptr);                 // OK: does not wait
    co_return;
}

task names(GResolver *r)
{
    GList *l = g_resolver_lookup_by_name(r, "db1", nullptr, nullptr);   // BAD: dns
    g_resolver_lookup_by_name_async(r, "db1", nullptr, done, nullptr);  // OK: does not wait
    GInetAddress *a = g_inet_address_new_from_string("192.0.2.1");      // OK: does not wait
    char *n = g_resolver_lookup_by_address(r, a, nullptr, nullptr);     // BAD: dns
    (void)l; (void)n;
    co_return;
}

task processes()
{
    int st;
    char *out = nullptr;
    g_spawn_command_line_sync("gzip -k /srv/log", &out, nullptr, &st, nullptr); // BAD: process
    g_spawn_command_line_async("gzip -k /srv/log", nullptr);            // BAD: process
    GSubprocess *p = g_subprocess_new(G_SUBPROCESS_FLAGS_NONE, nullptr, "gzip", "-k", "/srv/log", nullptr); // BAD: process
    g_subprocess_wait(p, nullptr, nullptr);                             // BAD: process
    g_subprocess_wait_async(p, nullptr, done, nullptr);                 // OK: does not wait
    g_subprocess_communicate_utf8(p, nullptr, nullptr, &out, nullptr, nullptr); // BAD: process
    g_subprocess_force_exit(p);                                         // OK: does not wait
    co_return;
}

task dbus()
{
    GDBusConnection *c = g_bus_get_sync(G_BUS_TYPE_SYSTEM, nullptr, nullptr); // BAD: ipc
    g_bus_get(G_BUS_TYPE_SYSTEM, nullptr, done, nullptr);               // OK: does not wait
    GVariant *v = g_dbus_connection_call_sync(c, "a.b", "/x", "a.b.I", "M", nullptr, nullptr, G_DBUS_CALL_FLAGS_NONE, -1, nullptr, nullptr); // BAD: ipc
    g_dbus_connection_call(c, "a.b", "/x", "a.b.I", "M", nullptr, nullptr, G_DBUS_CALL_FLAGS_NONE, -1, nullptr, done, nullptr); // OK: does not wait
    GDBusProxy *p = g_dbus_proxy_new_sync(c, G_DBUS_PROXY_FLAGS_NONE, nullptr, "a.b", "/x", "a.b.I", nullptr, nullptr); // BAD: ipc
    GVariant *w = g_dbus_proxy_call_sync(p, "M", nullptr, G_DBUS_CALL_FLAGS_NONE, -1, nullptr, nullptr); // BAD: ipc
    GVariant *cp = g_dbus_proxy_get_cached_property(p, "Version");      // OK: does not wait
    g_dbus_connection_emit_signal(c, nullptr, "/x", "a.b.I", "S", nullptr, nullptr); // OK: does not wait
    g_dbus_connection_flush_sync(c, nullptr, nullptr);                  // BAD: ipc
    (void)v; (void)w; (void)cp;
    co_return;
}
