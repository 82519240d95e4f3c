// REQUIRES: dbus, glib, libuv, libwebsockets, systemd
// RUN: %check_marks %s -- -std=c++20 -isystem /usr/include/glib-2.0 -isystem /usr/lib/x86_64-linux-gnu/glib-2.0/include -isystem /usr/include/dbus-1.0 -isystem /usr/lib/x86_64-linux-gnu/dbus-1.0/include
// Found in a field trial: a D-Bus service hands its methods to the library in a
// struct of callbacks, as programs do with GLib, libuv and libwebsockets.
#include <dbus/dbus.h>
#include <gio/gio.h>
#include <libwebsockets.h>
#include <systemd/sd-bus.h>
#include <unistd.h>
#include <uv.h>

// ---- libdbus ----

static DBusHandlerResult on_message(DBusConnection *, DBusMessage *, void *) {
  ::usleep(10); // BAD: sleep
  return DBUS_HANDLER_RESULT_HANDLED;
}
static const DBusObjectPathVTable table = {nullptr, on_message, nullptr, nullptr, nullptr, nullptr};
void offer(DBusConnection *bus) {
  dbus_connection_register_object_path(bus, "/thing", &table, nullptr);
}

// ---- GLib ----

static void on_method(GDBusConnection *, const gchar *, const gchar *, const gchar *, const gchar *, GVariant *,
                      GDBusMethodInvocation *, gpointer) {
  ::usleep(10); // BAD: sleep
}
static const GDBusInterfaceVTable methods = {on_method, nullptr, nullptr, {nullptr}};
void offer(GDBusConnection *bus, GDBusInterfaceInfo *info) {
  g_dbus_connection_register_object(bus, "/thing", info, &methods, nullptr, nullptr, nullptr);
}

static gboolean run_source(GSource *, GSourceFunc, gpointer) {
  ::usleep(10); // BAD: sleep
  return TRUE;
}
static GSourceFuncs source_functions = {nullptr, nullptr, run_source, nullptr, nullptr, nullptr};
GSource *make_source() { return g_source_new(&source_functions, sizeof(GSource)); }

static void on_action(GSimpleAction *, GVariant *, gpointer) {
  ::usleep(10); // BAD: sleep
}
void offer(GActionMap *actions) {
  GActionEntry entries[] = {{"nap", on_action, nullptr, nullptr, nullptr, {0, 0, 0}}};
  g_action_map_add_action_entries(actions, entries, 1, nullptr);
}

// ---- libuv ----

static void on_exit(uv_process_t *, int64_t, int) {
  ::usleep(10); // BAD: sleep
}
void spawn(uv_loop_t *loop, uv_process_t *process) {
  uv_process_options_t options{};
  options.exit_cb = on_exit;
  uv_spawn(loop, process, &options);
}

// ---- libwebsockets ----

static int on_websocket(lws *, lws_callback_reasons, void *, void *, size_t) {
  ::usleep(10); // BAD: sleep
  return 0;
}
static const lws_protocols protocols[] = {{"chat", on_websocket, 0, 0, 0, nullptr, 0}, {}};
lws_context *serve() {
  lws_context_creation_info info{};
  info.protocols = protocols;
  return lws_create_context(&info);
}

// ---- sd-bus ----

static int on_match(sd_bus_message *, void *, sd_bus_error *) {
  return ::usleep(10); // BAD: sleep
}
static int on_signal(sd_bus_message *, void *, sd_bus_error *) {
  return ::usleep(10); // BAD: sleep
}
static int on_call(sd_bus_message *, void *, sd_bus_error *) {
  return ::usleep(10); // BAD: sleep
}
static int get_property(sd_bus *, const char *, const char *, const char *, sd_bus_message *, void *, sd_bus_error *) {
  return ::usleep(10); // BAD: sleep
}
static const sd_bus_vtable vtable[] = {
    SD_BUS_VTABLE_START(0),
    SD_BUS_METHOD("Nap", "", "", on_call, 0),
    SD_BUS_PROPERTY("Naps", "i", get_property, 0, 0),
    SD_BUS_VTABLE_END,
};
void offer(sd_bus *bus) {
  sd_bus_add_match(bus, nullptr, "type='signal'", on_match, nullptr);
  sd_bus_match_signal(bus, nullptr, "a.b", "/", "a.b", "c", on_signal, nullptr);
  sd_bus_add_object_vtable(bus, nullptr, "/", "a.b", vtable, nullptr);
}

// ---- In no struct that a library gets ----

struct own_table {
  int (*call)();
  void (*exit_cb)(uv_process_t *, int64_t, int);
};
static int never() {
  return ::usleep(10); // OK: nobody calls it
}
static void no_exit(uv_process_t *, int64_t, int) {
  ::usleep(10); // OK: a field of the same name, of another struct
}
own_table unused = {never, no_exit};
static int alone(lws *, lws_callback_reasons, void *, void *, size_t) {
  return ::usleep(10); // OK: in no struct at all
}
auto *named = alone;
