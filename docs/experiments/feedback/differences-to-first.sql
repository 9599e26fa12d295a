with difference as (
  select p.label, a.figure, avg(b.value - a.value) as mean, stddev_samp(b.value - a.value) as deviation, count(*) as n
  from responses a join responses b using (replication, figure) join points p on p.point = b.point
  where a.point = 0 and b.point > 0 and a.value is not null and b.value is not null
    and (a.figure like 'qualifications.%' or a.figure in (
      'products.mobile.loss.parametric', 'products.mobile.goodDiesPerDay', 'products.mobile.yieldPercent'))
  group by all)
select
  figure, label, round(mean, 4) as difference,
  -- 97.5 % quantiles of Student's t with n - 1 degrees of freedom.
  round([null, 12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365][n] * deviation / sqrt(n), 4) as "halfWidth",
  n as replications
from difference
order by figure, label
