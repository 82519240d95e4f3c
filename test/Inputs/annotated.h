// Annotations in C, and in C++ without [[]].
#ifndef NOSTALL_TEST_INPUTS_ANNOTATED_H
#define NOSTALL_TEST_INPUTS_ANNOTATED_H

#include <nostall/annotations.h>

NOSTALL_BLOCKING void vendor_wait(void);
NOSTALL_NONBLOCKING int vendor_poll(int key);
void vendor_submit(NOSTALL_OFFLOADS void (*job)(void));
void vendor_watch(NOSTALL_RUNS_ON_LOOP void (*callback)(void));

#endif
