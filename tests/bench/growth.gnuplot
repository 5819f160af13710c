# growth.gnuplot: instructions for each packet, conversation or message, as their number grows
#
# SPDX-License-Identifier: GPL-2.0-or-later
#
# usage: gnuplot -e "table = '.../growth.tsv'; chart = '.../growth.svg'" growth.gnuplot
#
# What grows in proportion is level.

set terminal svg size 900,500 background rgb 'white'
set output chart
set datafile separator "\t"
set title "Instructions of tshark -z io,phs for each, start-up taken off"
set xlabel "How many"
set ylabel "Thousand instructions for each"
set logscale x
set yrange [0:*]
set key outside right
set grid
names = system("tail -n +2 '" . table . "' | cut -f 1 | uniq | tr ' \n' '_ '")
plot for [name in names] sprintf("< grep '^%s	' '%s'", system("printf %s '" . name . "' | tr _ ' '"), table) \
    using 2:($3 / $2 / 1000) with linespoints pointtype 7 title system("printf %s '" . name . "' | tr _ ' '")
