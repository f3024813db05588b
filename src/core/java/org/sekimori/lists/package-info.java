/** Lists of networks, AS numbers, countries, accounts, sender domains and HELO names: what an entry is, and which lists an event is on. */
@NullMarked
package org.sekimori.lists;

import org.jspecify.annotations.NullMarked;
