// libwebsockets on its own header.
// REQUIRES: libwebsockets
// RUN: %check_marks %s --profile=strict -- %flags
#include "coroutine.h"

#include <libwebsockets.h>

mock::task<> serve(struct lws_context *context, struct lws *connection, lws_context_creation_info *settings,
                   lws_client_connect_info *where, lws_pollfd *ready, unsigned char *bytes) {
  context = lws_create_context(settings);       // BAD: file
  lws_service(context, 0);                      // BAD: nested-event-loop
  lws_service(context, -1);                     // OK: takes what is there
  lws_service_fd(context, ready);               // OK: takes what is there
  lws_callback_on_writable(connection);         // OK: only asks the loop
  lws_write(connection, bytes, 8, LWS_WRITE_TEXT); // OK: takes what there is room for
  lws_client_connect_via_info(where);           // BAD: dns
  lws_cancel_service(context);                  // OK: wakes the loop
  co_return;
}
