with
-- Cells of the factorial; '*' in a comparison below: the mean over both levels.
cell as (
  select point, regexp_extract(label, '^(\d+) (\w+) (-|20 %) (-|3)$', ['size', 'release', 'share', 'sensors']) as c
  from points),
measured as (
  select c.size, c.release, c.share, c.sensors, replication, figure, value
  from responses join cell using (point)
  where value is not null and figure in (
    'products.mobile.loss.parametric', 'products.mobile.goodDiesPerDay', 'classes.mobile.normal.cycleTimeDays.mean',
    'excursions.meanDetectionHours', 'excursions.wafersPerExcursion')),
way(share, sensors) as (values ('-', '-'), ('-', '3'), ('20 %', '-'), ('20 %', '3'), ('*', '*')),
size(size) as (values ('1'), ('5'), ('25')),
step(size_a, size_b) as (values ('25', '5'), ('5', '1')),
comparison as (
  select size_a, size_b, 'carrier' as release_a, 'carrier' as release_b,
    share as share_a, share as share_b, sensors as sensors_a, sensors as sensors_b
  from step, way
  union all select size, size, 'carrier', 'wafer', share, share, sensors, sensors from size, way
  union all select size, size, 'carrier', 'carrier', '-', '20 %', sensors, sensors from size, (values ('-'), ('3')) as s(sensors)
  union all select size, size, 'carrier', 'carrier', share, share, '-', '3' from size, (values ('-'), ('20 %')) as s(share)
  union all select size, size, 'carrier', 'carrier', '-', '20 %', '-', '3' from size),
-- A replication counts where all cells have the figure (no excursion seen, no hours until one is).
side_a as (
  select comparison, figure, replication, avg(value) as value
  from comparison join measured m on m.size = size_a and m.release = release_a
    and share_a in (m.share, '*') and sensors_a in (m.sensors, '*')
  group by all having count(*) = if(share_a = '*', 4, 1)),
side_b as (
  select comparison, figure, replication, avg(value) as value
  from comparison join measured m on m.size = size_b and m.release = release_b
    and share_b in (m.share, '*') and sensors_b in (m.sensors, '*')
  group by all having count(*) = if(share_b = '*', 4, 1)),
difference as (
  select comparison as c, figure, avg(b.value - a.value) as mean, stddev_samp(b.value - a.value) as deviation, count(*) as n
  from side_a a join side_b b using (comparison, figure, replication)
  group by all)
select
  if(c.size_a = c.size_b, c.size_a, c.size_a || ' to ' || c.size_b) as "carrier.size",
  if(c.release_a = c.release_b, c.release_a, c.release_a || ' to ' || c.release_b) as release,
  if(c.share_a = c.share_b, c.share_a, c.share_a || ' to ' || c.share_b) as share,
  if(c.sensors_a = c.sensors_b, c.sensors_a, c.sensors_a || ' to ' || c.sensors_b) as sensors,
  figure, round(mean, 4) as difference,
  -- 97.5 % quantiles of Student's t with n - 1 degrees of freedom.
  round([null, 12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365][n] * deviation / sqrt(n), 4) as "halfWidth",
  n as replications
from difference
order by figure, c.release_b, c.size_a::int desc, c.size_b::int desc, share, sensors
