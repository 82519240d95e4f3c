// Net-SNMP on its own headers.
// REQUIRES: net-snmp
// RUN: %check_marks %s --profile=strict -- %flags
#include "coroutine.h"

#include <net-snmp/net-snmp-config.h>

#include <net-snmp/net-snmp-includes.h>

#include <net-snmp/agent/net-snmp-agent-includes.h>
#include <unistd.h>

int on_answer(int, netsnmp_session *, int, netsnmp_pdu *, void *) {
  usleep(5); // BAD: sleep
  return 1;
}

mock::task<> ask(netsnmp_session *session, netsnmp_pdu *request, netsnmp_pdu *answer, fd_set *ready) {
  init_snmp("demo");                                            // BAD: file
  snmp_sess_init(session);                                      // OK: in memory
  session = snmp_open(session);                                 // BAD: dns
  request = snmp_pdu_create(SNMP_MSG_GET);                      // OK: in memory
  snmp_synch_response(session, request, &answer);               // BAD: socket
  snmp_async_send(session, request, on_answer, nullptr);        // OK: calls back
  snmp_read(ready);                                             // OK: takes what is there
  snmp_timeout();                                               // OK: takes what is there
  agent_check_and_process(0);                                   // OK: takes what is there
  agent_check_and_process(1);                                   // BAD: socket
  snmp_close(session);                                          // OK: frees memory
  co_return;
}
