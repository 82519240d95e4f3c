// BlueZ's library on its own headers.
// REQUIRES: bluez
// RUN: %check_marks %s --profile=strict -- %flags
#include "coroutine.h"

#include <bluetooth/bluetooth.h>
#include <bluetooth/hci.h>
#include <bluetooth/hci_lib.h>
#include <bluetooth/sdp.h>
#include <bluetooth/sdp_lib.h>

mock::task<> look(int controller, inquiry_info *found, bdaddr_t *here, bdaddr_t *there, char *name, sdp_list_t *list,
                  sdp_list_t **answer) {
  hci_open_dev(0);                                          // BAD: device
  hci_get_route(nullptr);                                   // OK: asks the kernel
  hci_inquiry(0, 8, 16, nullptr, &found, 0);                // BAD: device
  hci_read_remote_name(controller, there, 248, name, 5000); // BAD: device
  hci_send_cmd(controller, 1, 1, 0, nullptr);               // OK: only sends it
  ba2str(there, name);                                      // OK: in memory
  sdp_session_t *session = sdp_connect(here, there, 0);     // BAD: socket
  session = sdp_connect(here, there, SDP_NON_BLOCKING);     // OK: only starts
  sdp_service_search_req(session, list, 16, answer);        // BAD: socket
  sdp_service_search_async(session, list, 16);              // OK: only sends it
  sdp_process(session);                                     // OK: takes what is there
  sdp_close(session);                                       // OK: does not wait
  co_return;
}
