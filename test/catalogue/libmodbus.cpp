// libmodbus on its own header.
// REQUIRES: libmodbus
// RUN: %check_marks %s --profile=strict -- %flags
#include "coroutine.h"

#include <modbus/modbus.h>

mock::task<> ask(modbus_t *line, uint16_t *words, uint8_t *bytes, int listener) {
  line = modbus_new_tcp("10.0.0.7", 502);     // OK: only a context
  modbus_set_slave(line, 1);                  // OK: a setting
  modbus_connect(line);                       // BAD: device
  modbus_read_registers(line, 0, 4, words);   // BAD: device
  modbus_write_bit(line, 0, 1);               // BAD: device
  modbus_get_float_abcd(words);               // OK: works on memory
  modbus_send_raw_request(line, bytes, 8);    // BAD: device
  modbus_get_socket(line);                    // OK: only looks
  modbus_receive_confirmation(line, bytes);   // BAD: device
  modbus_flush(line);                         // OK: throws away what is there
  modbus_tcp_listen(line, 1);                 // OK: only makes the listener
  modbus_tcp_accept(line, &listener);         // BAD: socket
  modbus_receive(line, bytes);                // BAD: device
  modbus_close(line);                         // OK: does not wait
  co_return;
}
