/* packet-legacyport.c
 * A label for every conversation on a legacy or unofficial port
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A postdissector: when everybody else has dissected a packet, it looks at the
 * ports and at what was found above the transport, keeps a verdict with the
 * conversation, and shows it. Dissectors of this plugin report what they have
 * seen by label_evidence(); nobody but verdict/ decides what a label says.
 *
 * State changes on the first pass only. A label is what is known when the
 * packet is dissected, so on a second pass it is the final one.
 */
#include "compat.h"

#include "registry/registry.h"
#include "labels/packet-evidence.h"
#include "labels/packet-numbers.h"
#include "labels/packet-outside-layers.h"
#include "labels/packet-protocols.h"
#include "labels/packet-show.h"
#include "labels/packet-userrows.h"

void proto_register_legacyport(void);
void proto_reg_handoff_legacyport(void);

static int proto_legacyport;
static int pref_label = VERDICT_POLICY_UNDISSECTED;

static int
dissect_legacyport(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, void *data _U_)
{
    LABEL_NAME_PROTOCOL_OUTSIDE_LAYERS(pinfo, "LegacyPort");
    label_look_into_hosts(tvb, pinfo, tree);

    const label_conversation *conv = label_watches(pinfo) ? label_see_packet(pinfo) : NULL;

    return conv && label_show(conv, tvb, pinfo, tree) ? (int)tvb_captured_length(tvb) : 0;
}

static void
begin_file(void)
{
    label_protocols_begin_file();
    label_conversations_reset((verdict_policy)pref_label);
    label_evidence_reset();
}

/* The preference's description names the families that have a focus service. */
static const char *
words_of_focus(void)
{
    wmem_strbuf_t *words = wmem_strbuf_new(wmem_epan_scope(), "Which conversations have a label. "
                                                              "The focus services are those of ");
    registry_family last = REGISTRY_FAMILY_NONE;

    for (unsigned i = 1; i < REGISTRY_SERVICE_COUNT; i++) {
        const registry_family family = registry_services[i].family;

        if (!registry_services[i].focus || family == last)
            continue;
        wmem_strbuf_append_printf(words, "%s%s", last == REGISTRY_FAMILY_NONE ? "" : ", ",
                                  registry_families[family].name);
        last = family;
    }
    wmem_strbuf_append_c(words, '.');
    return wmem_strbuf_finalize(words);
}

void
proto_register_legacyport(void)
{
    static const enum_val_t labels[] = {
        {"focus", "Focus services", VERDICT_POLICY_FOCUS},
        {"undissected",
         "Focus services, and legacy or unofficial rows where Wireshark leaves the payload "
         "undissected",
         VERDICT_POLICY_UNDISSECTED},
        {"legacy", "Every legacy or unofficial row", VERDICT_POLICY_LEGACY},
        {"every", "Every port in the tables", VERDICT_POLICY_EVERY},
        {NULL, NULL, 0},
    };

    proto_legacyport =
        proto_register_protocol("Legacy and Unofficial Ports", "LegacyPort", "legacyport");
    label_protocols_register("legacyport");
    label_conversations_register(proto_legacyport);

    module_t *module = prefs_register_protocol(proto_legacyport, NULL);
    prefs_register_enum_preference(module, "label", "Label", words_of_focus(), &pref_label, labels,
                                   FALSE);
    label_show_register(proto_legacyport, module);
    label_userrows_register_preferences(module);
    label_numbers_register(module);

    register_init_routine(begin_file);
    register_postdissector(label_dissector_outside_layers(
        dissect_legacyport, "Label of Legacy and Unofficial Ports", "LegacyPort label",
        "legacyport.every_packet", proto_legacyport));
}

void
proto_reg_handoff_legacyport(void)
{
    label_userrows_read_file();
    label_numbers_handoff(proto_legacyport);
}
