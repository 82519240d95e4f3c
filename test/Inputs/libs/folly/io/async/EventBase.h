#include <folly/synchronization/Baton.h>
