/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.planted.core.equipment;

import org.fabtwin.planted.core.state.PlantedColumn;

/** Keeps the rules: sees an earlier package, is immutable. */
public record PlantedTool(String name, PlantedColumn state) {}
