/* SPDX-License-Identifier: Apache-2.0 */
/** Documents for programs: AsyncAPI, OpenAPI, SBE schemas. */
package org.fabtwin.gateway.document;
