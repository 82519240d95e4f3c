// libpcap on its own header.
// REQUIRES: libpcap
// RUN: %check_marks %s --profile=strict -- %flags
#include "coroutine.h"

#include <pcap/pcap.h>
#include <unistd.h>

void slow(u_char *, const pcap_pkthdr *, const u_char *) { usleep(5); }

mock::task<> live(pcap_t *device, pcap_pkthdr *head, char *error, const u_char *packet) {
  device = pcap_create("eth0", error);         // OK: opens nothing yet
  pcap_set_timeout(device, 100);               // OK: a setting
  pcap_activate(device);                       // BAD: socket
  pcap_next(device, head);                     // BAD: socket
  pcap_dispatch(device, 1, nullptr, nullptr);  // BAD: socket
  pcap_loop(device, 1, nullptr, nullptr);      // BAD: socket
  pcap_inject(device, packet, 8);              // BAD: socket
  pcap_breakloop(device);                      // OK: sets a flag
  pcap_get_selectable_fd(device);              // OK: only looks
  pcap_setnonblock(device, 1, error);          // OK: sets a flag
  pcap_dispatch(device, 1, nullptr, nullptr);  // OK: takes what is there
  pcap_next_ex(device, &head, &packet);        // OK: takes what is there
  co_return;
}

mock::task<> saved(pcap_pkthdr *head, char *error, const u_char *packet, pcap_dumper_t *file) {
  pcap_t *old = pcap_open_offline("a.pcap", error);         // BAD: file
  pcap_next_ex(old, &head, &packet);                        // BAD: file
  pcap_datalink(old);                                       // OK: only looks
  pcap_dump_flush(file);                                    // BAD: file
  pcap_t *none = pcap_open_dead(DLT_EN10MB, 65535);         // OK: opens nothing
  pcap_dispatch(none, 1, slow, nullptr);                    // BAD: socket sleep
  pcap_close(none);                                         // OK: frees memory
  co_return;
}
