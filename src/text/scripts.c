/* SPDX-License-Identifier: MIT
 *
 * scripts.c - the letters and numbers of Han, Hiragana, Katakana, Thai, Lao, Khmer
 * and Myanmar: Script is one of these, or Script_Extensions names only these (the
 * prolonged sound mark U+30FC, counting rods). utf8proc knows no scripts, so here
 * they are as ranges, from Scripts.txt and ScriptExtensions.txt of Unicode 15; a
 * test compares every letter and number with the files.
 *
 * Only letters and numbers that normalisation leaves are asked for, so a range may
 * run over punctuation, marks and gaps. Where a block or plane is set aside for one
 * script, its unassigned rest is in the range too: later ideographs fall into place.
 */
#include "scripts.h"

static const struct {
    uint32_t first, last;
} spaceless[] = {
    {0x0E00, 0x0EFF},   /* Thai, Lao */
    {0x1000, 0x109F},   /* Myanmar */
    {0x1780, 0x17FF},   /* Khmer */
    {0x3005, 0x30FF},   /* ideographic marks and zero, Hangzhou numerals, Hiragana, Katakana */
    {0x31F0, 0x31FF},   /* Katakana for Ainu */
    {0x3400, 0x9FFF},   /* Han */
    {0xA9E0, 0xA9FF},   /* Myanmar: Shan, Tai Laing */
    {0xAA60, 0xAA7F},   /* Myanmar: Khamti Shan */
    {0xF900, 0xFAFF},   /* the twelve compatibility ideographs that are none, U+FA0E and on */
    {0x116D0, 0x116FF}, /* Myanmar digits of Unicode 16 */
    {0x16FE2, 0x16FFF}, /* old ideographic marks */
    {0x1AFF0, 0x1B16F}, /* Kana for Taiwan, historic Kana */
    {0x1D360, 0x1D371}, /* counting rods */
    {0x20000, 0x3FFFF}, /* Han: the ideographic planes */
};

bool nd_stands_alone(uint32_t cp)
{
    for (size_t i = 0; i < ND_COUNT(spaceless) && spaceless[i].first <= cp; i++) {
        if (cp <= spaceless[i].last)
            return true;
    }
    return false;
}
