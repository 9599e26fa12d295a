/* SPDX-License-Identifier: Apache-2.0 */

/**
 * What process steps do to wafers. Wafers are known here by their row, identity in draws and serial only, so that flow and
 * equipment can call it: the package lies below them.
 *
 * <p>For metrology and control: {@link org.fabtwin.core.process.WaferStates#mean} is the realised wafer mean of a critical parameter
 * (true value minus target, own units), set when the wafer starts in the chamber of the step that sets the parameter;
 * {@link org.fabtwin.core.process.ChamberStates#recipeOffset} is what a controller writes per context (critical parameter, chamber), in
 * the parameter's own units as the change of the wafer mean that it causes; it counts for wafers that start from then on.
 * {@link org.fabtwin.core.process.StepEffects#onStart} is where a wafer takes it up: whatever changes an offset for one wafer alone
 * does so just before.
 */
package org.fabtwin.core.process;
