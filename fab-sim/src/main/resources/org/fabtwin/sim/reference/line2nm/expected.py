#!/usr/bin/env python3
"""Writes expected.csv: every figure that check.py computes, at full accuracy. Run: python3 expected.py > expected.csv (15 s)"""
import csv, random, sys
from collections import Counter
import check as c

L = c.Line()
R = L.route
out = csv.writer(sys.stdout, lineterminator='\n')
out.writerow(['figure', 'subject', 'value', 'unit'])


def put(figure, subject, value, unit=''):
    out.writerow([figure, subject, repr(value) if isinstance(value, float) else value, unit])


def rpt(r):
    return c.rpt_s(L.tools[r['tool']], L.recipes[r['recipe']])


def rate_s(r):
    return max(c.bounds(L.tools[r['tool']], L.recipes[r['recipe']]).values())


litho = ('EUV', 'ARFI', 'KRF')
put('route.steps', 'line', len(R))
put('route.metrologySteps', 'line', sum(L.visits[k] for k in c.MET))
put('route.processSteps', 'line', len(R) - sum(L.visits[k] for k in c.MET))
for k in litho:
    put('route.exposures', k, L.visits[k])
put('route.exposures', 'line', sum(L.visits[k] for k in litho))
for k, n in sorted(Counter(r['queue_policy'] for r in R if r['queue_to']).items()):
    put('route.windows', k, n)
put('route.windows', 'line', sum(1 for r in R if r['queue_to']))
put('route.criticalSteps', 'line', sum(r['critical'] == 'yes' for r in R))
put('route.recipes', 'line', len(L.recipes))
full = sum(rpt(r) for r in R) / 3600
samp = sum(rpt(r) * c.fl(r['sampling']) for r in R) / 3600
moves = sum(c.fl(r['sampling']) for r in R)
transport = moves * L.const['transport_min'] / 60
put('rawProcessTime.measuredEverywhere', 'line', full, 'h')
put('rawProcessTime.sampled', 'line', samp, 'h')
put('moves', 'line', moves)
put('transport', 'line', transport, 'h')
put('theoreticalCycleTime', 'line', (samp + transport) / 24, 'd')
put('theoreticalCycleTime.perExposure', 'line', (samp + transport) / 24 / sum(L.visits[k] for k in litho), 'd')
put('rawProcessTime.carrier25.allMeasured', 'line', sum(c.fl(r['sampling']) * (rpt(r) + 24 * rate_s(r)) for r in R) / 3600, 'h')
put('rawProcessTime.carrier25.oneMeasured', 'line',
    sum(c.fl(r['sampling']) * (rpt(r) + (0 if r['tool'] in c.MET else 24 * rate_s(r))) for r in R) / 3600, 'h')
for m in c.read('modules.csv'):
    mine = [r for r in R if r['module'] == m['module']]
    put('rawProcessTime.measuredEverywhere', m['module'], sum(rpt(r) for r in mine) / 3600, 'h')
    put('rawProcessTime.sampled', m['module'], sum(rpt(r) * c.fl(r['sampling']) for r in mine) / 3600, 'h')

for k, r in L.recipes.items():
    b = c.bounds(L.tools[r['tool']], r)
    put('recipe.rawProcessTime', k, c.rpt_s(L.tools[r['tool']], r), 's')
    put('recipe.secondsPerWafer', k, max(b.values()), 's')
    put('recipe.bound', k, max(b, key=b.get))

visits = c.visits_per_wafer(L)
for k, t in L.tools.items():
    w = c.family_wph(L, k)
    A, u, pm = c.availability(L, k, w)
    rs = [L.recipes[s['recipe']] for s in R if s['tool'] == k]
    put('family.rawProcessTime', k, c.mean_rpt_min(L, k), 'min')
    put('family.wafersPerHour', k, w, '/h')
    put('family.processBoundShare', k, sum(max(c.bounds(t, r), key=c.bounds(t, r).get) == 'process' for r in rs) / len(rs))
    put('family.availability', k, A)
    put('family.unscheduled', k, u)
    put('family.scheduled', k, pm)
    put('family.visitsPerWafer', k, float(visits[k]))
    n = int(t['chambers'])
    if t['kind'] == 'cluster' and n > 1:
        put('family.lossWithChamberDown', k, 1 - 3600 * len(rs) / sum(max(c.bounds(t, r, n - 1).values()) for r in rs) / w)
    for q in (1, 5, 25):
        put('family.portHeldWafersPerHour.carrier%d' % q, k, c.port_capacity(L, k, q, True), '/h')
        put('family.portBufferedWafersPerHour.carrier%d' % q, k, c.port_capacity(L, k, q, False), '/h')

for s, starts in c.SIZES.items():
    z = c.sizing(L, starts)
    for k, (n, x, u) in z.items():
        put('size.tools', s + '/' + k, n)
        put('size.load', s + '/' + k, x, '/h')
        put('size.utilisation', s + '/' + k, u)
        if z[k][0] > 2 and any(r['tool'] == k and r['critical'] == 'yes' for r in R):
            put('size.restrictedPeakLoad', s + '/' + k, c.balance(L, k, n, 1))
    put('size.tools', s, sum(n for n, _, _ in z.values()))
    for q in (1, 5, 25):
        for name, held in (('Held', True), ('Buffered', False)):
            need = c.port_sizing(L, starts, q, held)
            for k in z:
                put('size.port%sTools.carrier%d' % (name, q), s + '/' + k, need[k])
            put('size.port%sTools.carrier%d' % (name, q), s, sum(need.values()))

rnd = random.Random(11)
for p in c.read('products.csv'):
    key, area = p['key'], c.fl(p['die_width_mm']) * c.fl(p['die_height_mm']) / 100
    route = c.skipped(L, p)
    put('product.dies', key, c.dies(c.fl(p['die_width_mm']), c.fl(p['die_height_mm']), c.fl(p['scribe_mm']), c.fl(p['edge_exclusion_mm']))[0])
    put('product.steps', key, len(route))
    put('product.exposures', key, sum(r['tool'] in litho for r in route))
    for state in ('pilot', 'mature'):
        D = c.d0(state)
        put('product.randomYield.' + state, key, (1 + area * D / 2) ** -2)
        if p['harvest_blocks']:
            put('product.harvestedYield.' + state, key, c.harvest_yield(
                area, D, 2, int(p['harvest_blocks']), int(p['harvest_needed']), c.fl(p['harvest_fatal_area_share']), rnd))
put('product.meanSteps', 'line', float(sum(c.fl(p['starts_share']) * len(c.skipped(L, p)) for p in c.read('products.csv'))))

for state in ('pilot', 'mature'):
    put('defects.d0', state, c.d0(state), '/cm2')
by = Counter()
for r in c.read('defects.csv'):
    by[r['tool']] += float(r['defects_per_cm2_step_pilot']) * int(r['steps']) * float(r['kill_ratio'])
for k, v in by.items():
    put('defects.shareOfD0', k, v / c.d0('pilot'))

for product in ('mobile', 'accel', 'test'):
    n = 1200 if product == 'mobile' else 250
    put('parametricYield.noControl', product, c.monte_carlo(L, product, 'none', n, 16, 7))
    put('parametricYield.ideal', product, c.monte_carlo(L, product, 'ideal', n // 2, 24, 7))
for mode, name in (('wafer', 'ewmaWaferDelay'), ('lot', 'ewmaLotDelay')):
    put('parametricYield.' + name, 'mobile', c.monte_carlo(L, 'mobile', mode, 500, 16, 7))

for r in c.read('amhs.csv'):
    hours = {'1k': 24, '6k': 8, '25k': 2}[r['size']] * (1 if r['carrier_size'] in ('1', '5') else 3)
    if r['size'] == '25k' and r['carrier_size'] == '1':
        hours = .5
    x = c.transport(L, r['size'], int(r['carrier_size']), int(r['vehicles']), hours)
    subject = r['size'] + '/carrier' + r['carrier_size']
    put('transport.minutes', subject, x['minutes'], 'min')
    put('transport.movesPerHour', subject, x['moves'], '/h')
    put('transport.vehicleLoad', subject, x['load'])
