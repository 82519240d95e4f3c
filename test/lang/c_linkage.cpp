// C functions of the catalogue are C functions: what has their name in C++ is
// another one.
// RUN: %check_marks %s -- %flags

#include "coroutine.h"
#include <sys/socket.h>
#include <unistd.h>

namespace game {
void sleep(int) {}
int read(int, char *, int) { return 0; }
struct connection {
  int recv(int, char *, int, int) { return 0; }
  static void usleep(int) {}
  int connect() { return 0; }
};
} // namespace game
void sleep(const char *) {}
template <typename T> T read(const char *) { return {}; }
namespace wrapped {
using ::usleep;
}
extern "C" {
void fsync_all_things() {}
static int local_nap() { return usleep(5); }
}

mock::task<> same_names(game::connection c, char *p) {
  game::sleep(5);                // OK: a C++ function
  sleep("name");                 // OK: an overload of the project
  sleep(5);                      // BAD: sleep
  ::sleep(5);                    // BAD: sleep
  game::read(1, p, 1);           // OK: a C++ function
  read<int>(p);                  // OK: a template
  c.recv(1, p, 1, 0);            // OK: a member
  recv(1, p, 1, 0);              // BAD: socket
  game::connection::usleep(5);   // OK: a member
  wrapped::usleep(5);            // BAD: sleep
  c.connect();                   // OK: a member
  fsync_all_things();            // OK: another name
  local_nap();                   // BAD: sleep
  {
    using namespace game;
    read(1, p, 1);               // OK: the exact match is the game's
  }
  extern int usleep(unsigned);   // OK: a declaration
  co_return;
}
