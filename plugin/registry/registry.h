/* registry.h
 * The door of this room: what the tables say of ports and of other numbers
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEGACYPORTS_REGISTRY_REGISTRY_H
#define LEGACYPORTS_REGISTRY_REGISTRY_H

#include "registry/lists.h"
#include "registry/ports.h"

#endif
