/** Throw-away measurement of this package. */
import { recorded, learnt, gridEstablished, details, metricsRecorded, boundaryRedrawn, districtRegistered, townRegistered, communityRegistered, gridRenamed } from './src/testing/facts.ts'
import { communityGrids, divisions, beginnings, communityKey, gridTreeFrom } from './src/index.ts'
import { replay } from '@grid-governance/event-sourcing'
const N = Number(process.argv[2] ?? 200000)
const facts: any[] = [districtRegistered({on:'2018-01-01'}), townRegistered({on:'2018-01-01'},'T1')]
const C=126, G=4, B=16
for (let c=1;c<=C;c++){ facts.push(communityRegistered({on:'2018-01-01'},`C${c}`,'T1'));
 for (let g=0;g<G;g++) facts.push(gridEstablished({on:'2018-01-01'},`C${c}`,`G${c*10+g}`,Array.from({length:B},(_,b)=>details(`B${c*1000+g*100+b}`)))) }
const day=(i:number)=>new Date(Date.UTC(2018,0,2+Math.floor(i/100))).toISOString().slice(0,10)
for (let i=0;i<N;i++){ const c=1+i*7919%C, g=i%G, b=i%B
  if (i%50===0){ const a=`G${c*10}`, z=`G${c*10+1}`; facts.push(boundaryRedrawn({on:day(i)},`C${c}`,{[a]:Array.from({length:B},(_,b)=>`B${c*1000+b}`),[z]:Array.from({length:B},(_,b)=>`B${c*1000+100+b}`)},`P${i}`)) }
  else if (i%20===0) facts.push(gridRenamed({on:day(i)},`C${c}`,`G${c*10+g}`,`N${i}`))
  else facts.push(metricsRecorded({on:day(i)},`C${c}`,`G${c*10+g}`,`B${c*1000+g*100+b}`,i%50,i%90)) }
const vers=new Map<string,number>()
const events = facts.map((f:any,i:number)=>{const v=(vers.get(f.stream)??0)+1; vers.set(f.stream,v); const fact=f.fact; return {...fact,data:{...fact.data,entryId:`c${i}.0`},stream:f.stream,eventId:`id${i}`,subIndex:0,streamVersion:v,globalPosition:i,recordedAt:1.7e12,metadata:{commandId:`c${i}`,append:{index:0,of:1}}}})
const rows = events.map((e)=>({type:e.type, stream:e.stream, data:JSON.stringify(e.data), meta: JSON.stringify(e.metadata), rec:e.recordedAt, pos:e.globalPosition, v:e.streamVersion, id:e.eventId}))
const time=(name:string,f:()=>unknown)=>{ let best=Infinity; for(let r=0;r<4;r++){ const t=performance.now(); f(); best=Math.min(best,performance.now()-t)}; console.log(name.padEnd(50), Math.round(rows.length/best*1000).toLocaleString()+'/s'); return best }
const hand=()=>{ const cs=new Map<string,any>(); let towns:any={},coms:any={}
  for(const r of rows){ const d=JSON.parse(r.data); 
   const get=(id:string)=>{let m=cs.get(id); if(!m){m={grids:{},buildings:{}};cs.set(id,m)} return m}
   switch(r.type){
    case 'TownRegistered': towns[d.townId]={code:d.code,name:d.name};break
    case 'CommunityRegistered': coms[d.communityId]={code:d.code,name:d.name,townId:d.townId};break
    case 'GridEstablished': {const m=get(d.communityId); m.grids[d.gridId]={code:d.code,name:d.name,since:d.effectiveOn}; for(const b of d.buildings)m.buildings[b.buildingId]={number:b.number,gridId:d.gridId,households:b.households,residents:b.residents};break}
    case 'BuildingMetricsRecorded': {const b=get(d.communityId).buildings[d.buildingId]; if(b){b.households=d.households;b.residents=d.residents};break}
    case 'GridRenamed': {const g=get(d.communityId).grids[d.gridId]; if(g)g.name=d.name;break}
    case 'GridBoundaryRedrawn': {const m=get(d.communityId); for(const g of d.grids){ const k=m.grids[g.gridId]; if(k){k.code=g.code;k.name=g.name} for(const b of g.buildings){const x=m.buildings[b]; if(x)x.gridId=g.gridId}};break}
   }} return cs }
const ev=(r:any)=>({type:r.type,schemaVersion:1,data:JSON.parse(r.data),eventId:r.id,subIndex:0,stream:r.stream,streamVersion:r.v,globalPosition:r.pos,recordedAt:r.rec,metadata:null as any})
const H=time('JSON.parse + hand fold', hand)
const P=time('JSON.parse + project in log order (3 projections)', ()=>{ const ps=[communityGrids,divisions,beginnings] as any[]; const ms=ps.map(()=>new Map<string,any>()); const hs=ps.map(p=>new Set(p.handles))
  for(const r of rows){ const e=ev(r); for(let i=0;i<3;i++){ if(!hs[i].has(e.type))continue; for(const k of ps[i].keys(e)){ let m=ms[i].get(k); if(!m){m=ps[i].initial(k);ms[i].set(k,m)} ps[i].project(m,e)}}} return ms})
const R=time('JSON.parse + library replay (3 projections)', ()=>{ const es=rows.map(ev); return [replay(communityGrids,es),replay(divisions,es),replay(beginnings,es)]})
const T=time('JSON.parse + gridTreeFrom', ()=>gridTreeFrom(rows.map(ev),{district:'440402' as any,asOf:'2030-01-01' as any}))
console.log('project/hand', (H/P).toFixed(2), 'replay/hand', (H/R).toFixed(2), 'gridTreeFrom/hand', (H/T).toFixed(2))
time('JSON.parse + ev', ()=>{let n=0; for(const r of rows){n+=ev(r).globalPosition} return n})
time('+ keys', ()=>{let n=0; for(const r of rows){const e=ev(r) as any; if (communityGrids.handles.includes(e.type)) n+=communityGrids.keys(e).length} return n})
time('community-grids only', ()=>{ const p=communityGrids as any, hs=new Set(p.handles), ms=new Map<string,any>(); for(const r of rows){const e=ev(r); if(!hs.has(e.type))continue; for(const k of p.keys(e)){let m=ms.get(k); if(!m){m=p.initial(k);ms.set(k,m)} p.project(m,e)}} return ms})
