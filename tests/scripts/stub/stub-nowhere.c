/* stub-nowhere.c
 * The library that STUB_LIBRARY needs and does not find
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
void stub_nowhere(void);

void
stub_nowhere(void)
{
}
