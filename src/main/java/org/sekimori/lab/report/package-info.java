/**
 * What reports are made of: markup, plots, tables, a style and the way in which figures are written. Knows nothing of what is
 * reported; entered by the other rooms of the laboratory.
 */
@NullMarked
package org.sekimori.lab.report;

import org.jspecify.annotations.NullMarked;
