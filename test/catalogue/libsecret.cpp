// libsecret on its own header.
// REQUIRES: libsecret
// RUN: %check_marks %s --profile=strict -- %flags -isystem /usr/include/libsecret-1 -isystem /usr/include/glib-2.0 -isystem /usr/lib/x86_64-linux-gnu/glib-2.0/include
#include "coroutine.h"

#include <libsecret/secret.h>
#include <unistd.h>

void on_password(GObject *, GAsyncResult *, gpointer) {
  usleep(5); // BAD: sleep
}

mock::task<> find(const SecretSchema *schema, SecretService *service, SecretPrompt *prompt, SecretItem *item) {
  secret_password_lookup_sync(schema, nullptr, nullptr, "user", "me", nullptr);               // BAD: ipc
  secret_password_lookup(schema, nullptr, on_password, nullptr, "user", "me", nullptr);       // OK: calls back
  secret_service_get_sync(SECRET_SERVICE_NONE, nullptr, nullptr);                             // BAD: ipc
  secret_service_get_flags(service);                                                          // OK: only looks
  secret_item_load_secret_sync(item, nullptr, nullptr);                                       // BAD: ipc
  secret_item_get_secret(item);                                                               // OK: what was loaded
  secret_prompt_run(prompt, nullptr, nullptr, nullptr, nullptr);                              // BAD: nested-event-loop
  co_return;
}
