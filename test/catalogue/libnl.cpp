// libnl on its own headers.
// REQUIRES: libnl
// RUN: %check_marks %s --profile=strict -- %flags -isystem /usr/include/libnl3
#include "coroutine.h"

#include <netlink/cache.h>
#include <netlink/genl/ctrl.h>
#include <netlink/genl/genl.h>
#include <netlink/netlink.h>
#include <netlink/route/addr.h>
#include <netlink/route/link.h>
#include <netlink/socket.h>

mock::task<> links(struct nl_sock *kernel, struct nl_cache *all, struct rtnl_link *link, struct nl_cache_mngr *manager,
                   struct nl_msg *message) {
  kernel = nl_socket_alloc();                     // OK: in memory
  nl_connect(kernel, NETLINK_ROUTE);              // OK: only makes the socket
  rtnl_link_alloc_cache(kernel, AF_UNSPEC, &all); // BAD: socket
  rtnl_link_get_by_name(all, "eth0");             // OK: looks at the cache
  rtnl_link_set_mtu(link, 1500);                  // OK: in memory
  rtnl_link_change(kernel, link, link, 0);        // BAD: socket
  genl_ctrl_resolve(kernel, "nl80211");           // BAD: socket
  nl_send_auto(kernel, message);                  // OK: only sends it
  nl_recvmsgs_default(kernel);                    // BAD: socket
  nl_cache_mngr_poll(manager, 1000);              // BAD: socket
  nl_cache_mngr_poll(manager, 0);                 // OK: takes what is there
  nl_cache_mngr_data_ready(manager);              // OK: takes what is there
  nl_socket_set_nonblocking(kernel);              // OK: sets a flag
  nl_recvmsgs_default(kernel);                    // OK: takes what is there
  co_return;
}
