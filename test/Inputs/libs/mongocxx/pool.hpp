#include "client.hpp"
