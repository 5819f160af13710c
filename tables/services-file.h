/* services-file.h
 * The names of the services for Wireshark's file of port names
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEGACYPORTS_SERVICES_FILE_H
#define LEGACYPORTS_SERVICES_FILE_H

/**
 * Prints the `services` file of the profile to standard output: one line for
 * each port on which the plugin has a service of its own.
 *
 *   stun-p3|ipsendmsg  1992/tcp  # Cisco STUN priority 3 or IPsendmsg
 *
 * Wireshark keeps one name a port and transport, so the name is all of them:
 * our services in the order in which a label prefers them, then IANA's name.
 */
void print_services_file(void);

#endif
